import type { Readable } from 'node:stream';
import type { Address, Prefix } from './address.ts';

/** What is to be kept: bytes as they come, or a finished file on this machine, which is taken over. */
export type Source = { stream: AsyncIterable<Uint8Array> } | { adopt: string };

/** What the bytes must be, or they are refused. */
export interface Expected {
	/** 64 hexadecimal digits; the last part of the address. */
	sha256: string;
	bytes: number;
}

/** A part of a file, as in HTTP: both ends belong to it; no `end` means up to the last byte. */
export interface Range {
	start: number;
	end?: number;
}

export interface Stored {
	address: Address;
	bytes: number;
	modifiedAt: Date;
}

export interface Opened {
	stream: Readable;
	/** How many bytes the stream will give. */
	bytes: number;
	/** How long the whole file is. */
	totalBytes: number;
}

/** Where originals and pictures are kept. No file is ever held in memory as a whole. */
export interface FileStore {
	/**
	 * Keeps a file. When it resolves, the bytes are on the disk, checked, and will survive a power cut.
	 * Putting the same file again does no harm (and mends a damaged one). An adopted file is gone
	 * from where it was; one that was refused is still there.
	 * Throws `WrongContent`, `StorageFull`, `StorageUnreachable`, `StorageRefused`, `DamagedOnTheWay`,
	 * or the error of the stream; then nothing is kept.
	 */
	put(address: Address, source: Source, expected: Expected): Promise<void>;

	/** Throws `FileMissing`, or `BadRange`. The stream must be read to its end or destroyed. */
	open(address: Address, range?: Range): Promise<Opened>;

	stat(address: Address): Promise<Stored | null>;

	/** Really deletes; a file that is not there is no error. */
	remove(address: Address): Promise<void>;

	/**
	 * Everything below a prefix, in the order of addresses, or what comes after one of them. Files of
	 * other names are passed over.
	 */
	list(prefix: Prefix, after?: Address): AsyncIterable<Stored>;

	/**
	 * Lends a file as a path on this machine, for programs that want one. It may be read, never
	 * written, and only until `use` is done. Throws `FileMissing`, or `FileDamaged` where it is noticed.
	 */
	asLocalFile<T>(address: Address, use: (path: string) => Promise<T>): Promise<T>;

	/** Lends an empty folder from which files can be adopted at no cost. Gone when `use` is done. */
	withScratch<T>(use: (folder: string) => Promise<T>): Promise<T>;

	/** Takes away what was left half written more than a day before `now`. */
	sweep(now: Date): Promise<void>;
}
