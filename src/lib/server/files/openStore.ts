import { join } from 'node:path';
import { Refusal } from '../postgres/refusal.ts';
import { StorageRefused } from './errors.ts';
import type { FileStore } from './fileStore.ts';
import { openFolderStore } from './folderStore.ts';
import { openS3Store } from './s3/s3Store.ts';
import { type Place, sayPlace } from './storageUrl.ts';

/**
 * Opens the store at a place. `scratch`: a folder on this machine for what an S3 store needs there
 * for a while. Throws a `Refusal` where the settings are wrong; a store that only does not answer
 * just now is opened all the same.
 */
async function openStore(place: Place, scratch: string, now: Date): Promise<FileStore> {
	if (place.kind === 'folder') return openFolderStore(place.path, now);
	return openS3Store(place, { scratch, now }).catch((error: unknown) => {
		if (!(error instanceof StorageRefused)) throw error;
		throw new Refusal(`${sayPlace(place)}: ${error.message}`);
	});
}

type Places = { dataDir: string; storage: Place; storageCopy: Place | null };

/** The two stores of a site: where files are kept, and where a second copy of originals goes. */
export async function openStores(
	{ dataDir, storage, storageCopy }: Places,
	now: Date
): Promise<{ files: FileStore; copy: FileStore | null }> {
	const scratch = join(dataDir, 'scratch');
	return {
		files: await openStore(storage, scratch, now),
		copy: storageCopy && (await openStore(storageCopy, scratch, now))
	};
}
