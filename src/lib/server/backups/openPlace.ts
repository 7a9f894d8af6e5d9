import { isAbsolute, resolve } from 'node:path';
import { Refusal } from '../postgres/refusal.ts';
import { openFolderPlace } from './folderPlace.ts';
import type { BackupPlace } from './place.ts';

/**
 * Opens the place that a host named: a folder.
 *
 * @param from what a relative path starts from
 * @throws Refusal with a sentence for the host where it is no such place
 */
export async function openPlace(target: string, from: string): Promise<BackupPlace> {
	if (/^[a-z][a-z0-9+]*:\/\//i.test(target)) {
		throw new Refusal(`${target} is no folder. Backups go into a folder, on another disk at best.`);
	}
	try {
		return await openFolderPlace(isAbsolute(target) ? target : resolve(from, target));
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new Refusal(`${target} cannot be written to (${reason}).`);
	}
}
