declare module 'pg-copy-streams' {
	import type { Readable, Writable } from 'node:stream';
	import type { Submittable } from 'pg';

	/** `copy … to stdout`, as a stream. */
	export function to(text: string): Readable & Submittable;
	/** `copy … from stdin`, as a stream; finished when Postgres has taken everything. */
	export function from(text: string): Writable & Submittable;
}
