import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import { keepPictures, type Kept } from '#lib/server/pictures/keepPictures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { picturesJob } from './askForPictures.server.ts';
import { removeHalfMade } from './leaving/removeHalfMade.server.ts';
import { removeUnused } from './leaving/removeUnused.server.ts';

/** After so many lost processes it is the original's doing, and no longer chance. */
const mostTries = 3;

/**
 * Makes the pictures of a keepsake and writes them down, or why it cannot be shown. May be done
 * again at any time. Throws where the machine failed (a full disk, a lost process): tried again
 * later.
 */
export async function makePicturesOf(lamplight: Lamplight, keepsake: string): Promise<void> {
	const { worker } = lamplight.pools;
	const found = await worker
		.selectFrom('keepsake')
		.select(['boxId', 'sha256', 'picturesMadeAt'])
		.where('id', '=', keepsake)
		.executeTakeFirst();
	if (!found || found.sha256 === null || found.picturesMadeAt !== null) return;
	const original = { boxId: found.boxId, sha256: found.sha256 };
	const kept = await keepPictures(lamplight.files, lamplight.pictures, original).catch((error) =>
		givenUp(lamplight, keepsake, error)
	);
	const stands = await worker
		.transaction()
		.execute((tx) => writeDown(tx, keepsake, kept, lamplight.now()));
	// Deleted while its pictures were made.
	if (!stands) await removeUnused(lamplight, original.boxId, original.sha256);
	else if (kept.kind === 'cannot_show') await removeHalfMade(lamplight, original);
}

async function givenUp(lamplight: Lamplight, keepsake: string, error: unknown): Promise<Kept> {
	const lost = error instanceof Error && error.name === 'PictureWorkerLost';
	if (!lost) throw error;
	const { rows } = await sql<{ attempts: number }>`
		select attempts from graphile_worker.jobs where key = ${picturesJob(keepsake)}
	`.execute(lamplight.pools.worker);
	if ((rows[0]?.attempts ?? 0) < mostTries) throw error;
	return { kind: 'cannot_show', why: 'damaged' };
}

async function writeDown(tx: Tx, keepsakeId: string, kept: Kept, now: Date): Promise<boolean> {
	const keepsake = tx.updateTable('keepsake').where('id', '=', keepsakeId);
	if (kept.kind === 'cannot_show') {
		const noted = await keepsake.set({ cannotShow: kept.why }).executeTakeFirst();
		return noted.numUpdatedRows > 0n;
	}
	await tx.deleteFrom('picture').where('keepsakeId', '=', keepsakeId).execute();
	const { width, height } = kept;
	const updated = await keepsake
		.set({ width, height, picturesMadeAt: now, cannotShow: null })
		.executeTakeFirst();
	if (updated.numUpdatedRows === 0n) return false;
	await tx
		.insertInto('picture')
		.values(
			kept.pictures.map(({ size, sha256, format, bytes, width, height }) => ({
				keepsakeId,
				size,
				sha256,
				mediaType: `image/${format}`,
				bytes,
				width,
				height
			}))
		)
		.execute();
	return true;
}
