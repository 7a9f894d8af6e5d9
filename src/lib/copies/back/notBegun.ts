import { asStorageError } from '#lib/server/files/errors.ts';

/** Why a copy does not arrive: the status that says it, and the word in the answer. */
const statuses = { too_large: 413, busy: 409, no_room: 507, not_right: 422 } as const;
export type WhyNotBegun = keyof typeof statuses;

/** A copy that somebody would send is not taken in, and nothing of it is kept. */
export class NotBegun extends Error {
	override name = 'NotBegun';
	readonly reason: WhyNotBegun;

	constructor(reason: WhyNotBegun, cause?: unknown) {
		super(reason, { cause });
		this.reason = reason;
	}

	/** As `@tus/server` answers it. */
	get answer(): { status_code: number; body: string } {
		return { status_code: statuses[this.reason], body: this.reason };
	}
}

/** The same error, or that there is no room left, where that is what it means. */
export function asNotBegun(error: unknown): unknown {
	const known = asStorageError(error);
	// The store and the pages have a copy each of its errors: told by name.
	const full = known instanceof Error && known.name === 'StorageFull';
	return full ? new NotBegun('no_room', error) : error;
}
