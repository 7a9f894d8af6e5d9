import { keepPictures, type Kept } from '#lib/server/pictures/keepPictures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { removeHalfMade } from '../leaving/removeHalfMade.server.ts';
import { removeUnused } from '../leaving/removeUnused.server.ts';
import { lookInside } from './lookInside.server.ts';
import { afterLoss, forgetLosses } from './lost.server.ts';
import { writePictures } from './writePictures.server.ts';

/**
 * Makes the pictures of a photograph or the pages of a paper and writes them down, or why it cannot
 * be shown. May be done again at any time. Throws where the machine failed (a full disk, a lost
 * process): tried again later.
 */
export async function makePicturesOf(lamplight: Lamplight, keepsake: string): Promise<void> {
	const { worker } = lamplight.pools;
	const found = await worker
		.selectFrom('keepsake')
		.select(['boxId', 'sha256', 'kind', 'picturesMadeAt'])
		.where('id', '=', keepsake)
		.executeTakeFirst();
	if (!found || found.sha256 === null || found.picturesMadeAt !== null) return;
	const original = { boxId: found.boxId, sha256: found.sha256 };
	if (found.kind === 'photograph') await lookInside(lamplight, keepsake, original);
	const kept = await keepPictures(lamplight.files, lamplight.pictures, original).catch((error) =>
		afterLoss(lamplight, keepsake, error)
	);
	const stands = await worker
		.transaction()
		.execute((tx) => writeDown(tx, keepsake, kept, lamplight.now()));
	await forgetLosses(lamplight, keepsake);
	// Deleted while its pictures were made.
	if (!stands) await removeUnused(lamplight, original.boxId, original.sha256);
	else if (kept.kind === 'cannot_show') await removeHalfMade(lamplight, original);
}

async function writeDown(tx: Tx, keepsakeId: string, kept: Kept, now: Date): Promise<boolean> {
	const keepsake = tx.updateTable('keepsake').where('id', '=', keepsakeId);
	if (kept.kind === 'cannot_show') {
		const noted = await keepsake.set({ cannotShow: kept.why }).executeTakeFirst();
		return noted.numUpdatedRows > 0n;
	}
	const { width, height, pageCount = null } = kept;
	const updated = await keepsake
		.set({ width, height, pageCount, picturesMadeAt: now, cannotShow: null })
		.executeTakeFirst();
	if (updated.numUpdatedRows === 0n) return false;
	await writePictures(tx, keepsakeId, kept);
	return true;
}
