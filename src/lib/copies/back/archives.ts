import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileIn } from '#lib/server/files/folders.ts';

/** Where copies lie that are being put back: on the filesystem of the files where that is a folder. */
export function archivesFolder(dataDir: string): string {
	return join(dataDir, 'copies');
}

/** Where one of them lies, by its id. */
export function archivePath(dataDir: string, id: string): string {
	return fileIn(archivesFolder(dataDir), id);
}

/** Takes one away, and what the protocol of uploads noted beside it. */
export async function removeArchive(dataDir: string, id: string): Promise<void> {
	await rm(archivePath(dataDir, id), { force: true });
	await rm(`${archivePath(dataDir, id)}.json`, { force: true });
}
