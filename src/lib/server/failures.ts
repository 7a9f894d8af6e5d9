/**
 * Not found, or not allowed: one failure for both, so that forbidden looks exactly like missing.
 * Becomes 404 at the edge (`hooks.server.ts`).
 */
export class NotFound extends Error {
	override name = 'NotFound';
}

/** What a form sent is not right: a sentence for each field, and everything typed stays (422). */
export class NotRight extends Error {
	override name = 'NotRight';
	readonly fields: Record<string, string>;
	constructor(fields: Record<string, string>) {
		super(Object.values(fields).join(' '));
		this.fields = fields;
	}
}
