import type { Address } from '#lib/server/files/address.ts';

/** One file of a copy: text that was made for it, or bytes that lie in the store. */
export type InCopy = {
	/** From the folder of the copy, with `/` between its parts. */
	path: string;
	/** What the file is said to have been changed last. */
	at: Date;
} & ({ text: string } | { address: Address; bytes: number });
