import type { Readable } from 'node:stream';

/**
 * Where backups lie. Names are paths with `/`. A name is there whole or not at all, and what was
 * written survives a power cut.
 */
export interface BackupPlace {
	/** As it may be printed. */
	said: string;
	/** Replaces what was there. Rejects, and leaves what was there, where the stream breaks. */
	write(name: string, stream: AsyncIterable<Uint8Array>): Promise<void>;
	/** Throws `NotInBackup`. The stream must be read to its end or destroyed. */
	read(name: string): Promise<Readable>;
	/** How long it is; null: it is not there. */
	bytes(name: string): Promise<number | null>;
	/** The names below a folder (`''`: all), in any order. */
	list(folder: string): AsyncIterable<string>;
	remove(name: string): Promise<void>;
}

/** A part of a backup is not in its place. */
export class NotInBackup extends Error {
	override name = 'NotInBackup';

	constructor(name: string) {
		super(`${name} is missing`);
	}
}
