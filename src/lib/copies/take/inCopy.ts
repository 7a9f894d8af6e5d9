import type { Address } from '#lib/server/files/address.ts';

/**
 * One file of a copy: text that was made for it, bytes that lie in the store, or what is said at the
 * very end, of a length that is fixed before anything was read.
 */
export type InCopy = {
	/** From the folder of the copy, with `/` between its parts. */
	path: string;
	/** What the file is said to have been changed last. */
	at: Date;
} & (
	| { text: string }
	| { address: Address; bytes: number }
	| { bytes: number; say(damaged: readonly string[]): string }
);
