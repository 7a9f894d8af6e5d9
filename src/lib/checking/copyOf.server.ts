import { sql } from 'kysely';
import { originalAddress } from '#lib/server/files/address.ts';
import type { FileStore } from '#lib/server/files/fileStore.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** An original as its row knows it. */
export type Original = { boxId: string; sha256: string; bytes: number };

/** Copies a file from one store to another; what arrives is checked before it counts. */
export async function copyFile(from: FileStore, to: FileStore, original: Original): Promise<void> {
	const address = originalAddress(original.boxId, original.sha256);
	const { stream } = await from.open(address);
	try {
		await to.put(address, { stream }, original);
	} finally {
		stream.destroy();
	}
}

/**
 * Lets the second copy of an original follow its row: brought where there is a row, deleted where
 * there is none. May be done again at any time, and in any order.
 */
export async function reconcileCopyOf(
	lamplight: Lamplight,
	boxId: string,
	sha256: string
): Promise<void> {
	const { copy, files, pools } = lamplight;
	if (!copy) return;
	const address = originalAddress(boxId, sha256);
	const row = () =>
		pools.worker
			.selectFrom('original')
			.select(['boxId', 'sha256', 'bytes'])
			.where('boxId', '=', boxId)
			.where('sha256', '=', sha256);
	const original = await row().executeTakeFirst();
	if (original && (await copy.stat(address))?.bytes !== original.bytes)
		await copyFile(files, copy, original);
	// It may have been deleted meanwhile; under the box's lock it is either there, or it is gone.
	await pools.worker.transaction().execute(async (tx) => {
		await sql`select lock_box(${boxId})`.execute(tx);
		const { rows } = await sql<{ there: boolean }>`select exists (
			select from original where box_id = ${boxId} and sha256 = ${sha256}) as there`.execute(tx);
		if (rows[0]?.there === false) await copy.remove(address);
	});
}
