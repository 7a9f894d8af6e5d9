import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Photographs that families' phones and cameras really make; they lie outside of the repository. */
const folder = join(process.env.LAMPLIGHT_SHARED_DATA ?? resolve('..', 'shared', 'data'), 'photos');

export const hasSharedPhotos = existsSync(folder);

/** For the name of a group of tests that needs them. */
export const sharedPhotosNote = hasSharedPhotos
	? 'real photographs'
	: `real photographs (left out: there is no ${folder})`;

export function sharedPhoto(name: string): string {
	return join(folder, name);
}

/** The names of all of them, or of those in one folder, as in `gps/DSCN0010.jpg`. */
export function sharedPhotos(below = ''): string[] {
	if (!hasSharedPhotos) return [];
	return readdirSync(join(folder, below), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
		.toSorted();
}
