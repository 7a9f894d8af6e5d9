import { sql } from 'kysely';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { removePictures } from './removePictures.server.ts';

/**
 * Removes the pictures that a try which was given up has left behind, unless the same original is
 * shown elsewhere in its box. The original itself stays.
 */
export async function removeHalfMade(
	{ pools, files }: Lamplight,
	{ boxId, sha256 }: { boxId: string; sha256: string }
): Promise<void> {
	await pools.worker.transaction().execute(async (tx) => {
		await sql`select lock_box(${boxId})`.execute(tx);
		const shown = await tx
			.selectFrom('keepsake')
			.where('boxId', '=', boxId)
			.where('sha256', '=', sha256)
			.where('picturesMadeAt', 'is not', null)
			.select('id')
			.executeTakeFirst();
		if (shown) return;
		await removePictures(files, boxId, sha256);
	});
}
