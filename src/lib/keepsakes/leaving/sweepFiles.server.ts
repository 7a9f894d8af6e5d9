import { RELEASED_WAITS_MS } from '#lib/rules/holding.ts';
import { originalsOf } from '#lib/server/files/address.ts';
import type { Stored } from '#lib/server/files/fileStore.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { removeUnused } from './removeUnused.server.ts';
import { unknownOriginals } from './unknownOriginals.server.ts';

const batchSize = 500;

/**
 * Removes originals that no row knows of: a crash can leave one between its arrival and its
 * keepsake, and nothing of a family is kept that the family does not have. They wait as long as what
 * nobody holds: a database that was restored from a backup may be older than they are.
 */
export async function sweepFiles(lamplight: Lamplight): Promise<void> {
	const before = lamplight.now().getTime() - RELEASED_WAITS_MS;
	let batch: Stored[] = [];
	for await (const stored of lamplight.files.list(originalsOf())) {
		if (stored.modifiedAt.getTime() > before) continue;
		batch.push(stored);
		if (batch.length < batchSize) continue;
		await removeUnknown(lamplight, batch);
		batch = [];
	}
	await removeUnknown(lamplight, batch);
}

async function removeUnknown(lamplight: Lamplight, batch: Stored[]): Promise<void> {
	for (const { boxId, sha256 } of await unknownOriginals(lamplight.pools.worker, batch)) {
		await removeUnused(lamplight, boxId, sha256);
	}
}
