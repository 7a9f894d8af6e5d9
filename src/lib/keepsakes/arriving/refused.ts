import { isAway } from '#lib/server/database/away.ts';
import { asStorageError } from '#lib/server/files/errors.ts';
import { isStoreAway } from '#lib/server/files/away.ts';
import { refusals, type Refusal } from '../limits.ts';

/** This file is not kept, and why. Everything else that was put in stays. */
export class Refused extends Error {
	override name = 'Refused';
	readonly reason: Refusal;

	constructor(reason: Refusal) {
		super(reason);
		this.reason = reason;
	}

	/** As `@tus/server` answers it: the status, and the reason as the whole body. */
	get answer(): { status_code: number; body: string } {
		return { status_code: refusals[this.reason], body: this.reason };
	}
}

type StoreError = 'WrongContent' | 'StorageFull' | 'FileMissing';

/**
 * The store was opened by the program around the built pages, whose classes are another copy of
 * these: its errors are told by name.
 */
export function isCalled(error: unknown, name: StoreError) {
	return error instanceof Error && error.name === name;
}

/**
 * What is only not possible just now, and is tried again: there is no room, or the store of files or
 * the database does not answer. Null: another fault, or none that passes.
 */
export function waitsFor(error: unknown): Refused | null {
	if (isCalled(asStorageError(error), 'StorageFull')) return new Refused('no_room');
	return isStoreAway(error) || isAway(error) ? new Refused('waits') : null;
}

/** How long whoever is told to wait should do so, in seconds: what was away is mostly back by then. */
const retrySeconds = { 503: 10, 507: 60 } as const;

/** The same answer; where it says that it is to be tried again, it says when. */
export function saysWhen(response: Response): Response {
	const { status } = response;
	if (status === 503 || status === 507) {
		response.headers.set('retry-after', String(retrySeconds[status]));
	}
	return response;
}
