import { whatIsFile, type FileKind } from '#lib/server/films/whatIs.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import type { FileStore } from '#lib/server/files/fileStore.ts';
import { Damaged, type Archive } from './archive.server.ts';
import type { PlannedOriginal } from './plan.ts';

/** What each original is, by its SHA-256; and the names of those that are not what the copy says. */
export type KeptOriginals = { kinds: Map<string, FileKind>; damaged: string[] };

/**
 * Keeps the originals of a copy for a box, each once and checked, one after the other as a stream.
 * Begun again it goes on: what is kept already is not read again. One that is damaged in one place
 * of the copy is looked for in the next. Throws what the store throws.
 *
 * @param went told how many bytes are kept, after each file
 */
export async function keepOriginals(
	files: FileStore,
	archive: Archive,
	box: string,
	originals: readonly PlannedOriginal[],
	went: (bytes: number) => Promise<void>
): Promise<KeptOriginals> {
	const kinds = new Map<string, FileKind>();
	const damaged: string[] = [];
	let done = 0;
	for (const original of originals) {
		const address = originalAddress(box, original.sha256);
		const there = (await files.stat(address))?.bytes === original.bytes;
		if (there || (await keepOne(files, archive, box, original))) {
			kinds.set(original.sha256, (await files.asLocalFile(address, whatIsFile)).kind);
		} else {
			damaged.push(original.name);
		}
		done += original.bytes;
		await went(done);
	}
	return { kinds, damaged };
}

async function keepOne(
	files: FileStore,
	archive: Archive,
	box: string,
	{ sha256, bytes, paths }: PlannedOriginal
): Promise<boolean> {
	for (const path of paths) {
		if (archive.bytesOf(path) !== bytes) continue;
		try {
			const stream = archive.read(path);
			await files.put(originalAddress(box, sha256), { stream }, { sha256, bytes });
			return true;
		} catch (error) {
			if (!isOfTheCopy(error)) throw error;
		}
	}
	return false;
}

/** The pages and the program around them have a copy each of the store's errors: told by name. */
function isOfTheCopy(error: unknown): boolean {
	return error instanceof Damaged || (error instanceof Error && error.name === 'WrongContent');
}
