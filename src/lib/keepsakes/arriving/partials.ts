import { stat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileIn } from '#lib/server/files/folders.ts';

/** Where uploads lie until they are whole: on the filesystem of the files, so that none is copied. */
export function partialsFolder(dataDir: string): string {
	return join(dataDir, 'uploads');
}

/** Where one upload's bytes lie, by its id. */
export function partialPath(dataDir: string, id: string): string {
	return fileIn(partialsFolder(dataDir), id);
}

/** How many bytes of an upload have arrived; null where nothing lies there. */
export async function arrivedBytes(dataDir: string, id: string): Promise<number | null> {
	try {
		return (await stat(partialPath(dataDir, id))).size;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}

/** Takes away what has arrived of an upload, and what the protocol noted beside it. */
export async function removePartial(dataDir: string, id: string): Promise<void> {
	await rm(partialPath(dataDir, id), { force: true });
	await rm(`${partialPath(dataDir, id)}.json`, { force: true });
}
