import { mkdir, open, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from './errors.ts';

/** The path of a file that lies right in a folder. Throws where its name would lead elsewhere. */
export function fileIn(folder: string, name: string): string {
	if (!/^[\w-][\w.-]*$/.test(name)) throw new Error('The name of a file leads elsewhere.');
	return join(folder, name);
}

/** Makes a folder (and those above it) for its owner alone, so that it survives a power cut. */
export async function makeFolder(folder: string): Promise<void> {
	const first = await mkdir(folder, { recursive: true, mode: 0o700 });
	if (first === undefined) return;
	// A new folder's name stands in the one above it: each of those has to reach the disk.
	for (let made = folder; made.length >= first.length; made = dirname(made))
		await syncFolder(dirname(made));
}

export async function syncFile(path: string): Promise<void> {
	const file = await open(path, 'r');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}

/** Makes the names in a folder durable. Windows has no such call, and does without it. */
export async function syncFolder(folder: string): Promise<void> {
	if (process.platform !== 'win32') await syncFile(folder);
}

/** Makes a removal in `folder` durable, and takes empty folders away, up to those in `root`. */
export async function removeEmptyFolders(folder: string, root: string): Promise<void> {
	for (let each = folder; dirname(each) !== root && each !== dirname(each); each = dirname(each)) {
		try {
			await syncFolder(each);
			await rmdir(each);
		} catch (error) {
			if (systemCode(error) === 'ENOENT') continue;
			if (systemCode(error) === 'ENOTEMPTY' || systemCode(error) === 'EEXIST') return;
			throw error;
		}
	}
}
