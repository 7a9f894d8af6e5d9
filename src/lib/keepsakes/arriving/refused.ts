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

type StoreError = 'WrongContent' | 'StorageFull' | 'FileMissing' | 'StorageUnreachable';

/**
 * The store was opened by the program around the built pages, whose classes are another copy of
 * these: its errors are told by name.
 */
export function isCalled(error: unknown, name: StoreError) {
	return error instanceof Error && error.name === name;
}
