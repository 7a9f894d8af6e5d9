import { isAbsolute, resolve } from 'node:path';
import { parseStorageUrl } from '../files/storageUrl.ts';
import { Refusal } from '../postgres/refusal.ts';
import { openFolderPlace } from './folderPlace.ts';
import type { BackupPlace } from './place.ts';
import { openS3Place } from './s3Place.ts';

/**
 * Opens the place that a host named: a folder, or a bucket written as in `STORAGE_URL`.
 *
 * @param from what a relative path starts from
 * @param env where a bucket's keys may stand
 * @throws Refusal with a sentence for the host where it is no such place
 */
export async function openPlace(
	target: string,
	from: string,
	env: NodeJS.ProcessEnv
): Promise<BackupPlace> {
	try {
		const isUrl = /^[a-z][a-z0-9+]*:\/\//i.test(target);
		const place = isUrl
			? parseStorageUrl('The place of backups', target, env)
			: ({ kind: 'folder', path: isAbsolute(target) ? target : resolve(from, target) } as const);
		return await (place.kind === 'folder' ? openFolderPlace(place.path) : openS3Place(place));
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		// The address of a bucket may hold its keys.
		throw new Refusal(`The place for backups cannot be used: ${reason}`);
	}
}
