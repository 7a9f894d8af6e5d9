import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import { deletionWaits } from '#lib/server/files/deletionPause.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { reconcileCopy } from '#lib/server/files/reconcileCopy.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { removePictures } from './removePictures.server.ts';

/**
 * Really deletes an original and its pictures, unless a keepsake needs it or an upload is bringing
 * it just now. Under the box's lock from the look to the deed, as is the step of an upload that
 * notes its content, so that neither misses the other.
 */
export async function removeUnused(
	lamplight: Lamplight,
	boxId: string,
	sha256: string
): Promise<void> {
	const { pools, files } = lamplight;
	await pools.worker.transaction().execute(async (tx) => {
		// A backup that is being taken still needs what its snapshot names; a later run deletes it.
		if (await deletionWaits(tx)) return;
		await sql`select lock_box(${boxId})`.execute(tx);
		if (await isNeeded(tx, boxId, sha256)) return;
		await tx
			.deleteFrom('original')
			.where('boxId', '=', boxId)
			.where('sha256', '=', sha256)
			.execute();
		await reconcileCopy(tx, lamplight, boxId, sha256);
		await removePictures(files, boxId, sha256);
		await files.remove(originalAddress(boxId, sha256));
	});
}

async function isNeeded(tx: Tx, boxId: string, sha256: string): Promise<boolean> {
	const { rows } = await sql<{ needed: boolean }>`
		select exists (select from keepsake where box_id = ${boxId} and sha256 = ${sha256})
			or exists (
				select from upload
				where box_id = ${boxId} and sha256 = ${sha256} and finished_at is null
			) as needed`.execute(tx);
	return rows[0]?.needed ?? true;
}
