import { sql } from 'kysely';
import { askForPictures } from '#lib/keepsakes/actions.server.ts';
import { pictureAddress } from '#lib/server/files/address.ts';
import type { Db } from '#lib/server/database/pools.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { askFor } from '#lib/keepsakes/actions.server.ts';
import { stateOf } from './checkOriginal.server.ts';
import type { Page, Run } from './run.server.ts';

const pageLength = 100;

type Row = {
	keepsakeId: string;
	size: string;
	boxId: string;
	original: string;
	sha256: string;
	bytes: number;
};

/** Reads the next pictures again; what is not whole is made anew from its original. */
export async function picturesPage(lamplight: Lamplight, run: Run): Promise<Page> {
	const { worker } = lamplight.pools;
	const rows = await nextRows(worker, run);
	const again = new Set<string>();
	let bytes = 0;
	for (const row of rows) {
		const address = pictureAddress(row.boxId, row.original, row.sha256);
		if ((await stateOf(lamplight.files, address, row.bytes)) !== 'whole') again.add(row.keepsakeId);
		bytes += row.bytes;
	}
	for (const keepsake of again) await makeAgain(worker, keepsake);
	const last = rows.length === pageLength ? rows.at(-1) : undefined;
	const next = last ? { id: last.keepsakeId, key: last.size } : null;
	return { files: rows.length, bytes, remade: again.size, next };
}

async function makeAgain(db: Db, keepsake: string): Promise<void> {
	await db.transaction().execute(async (tx) => {
		await tx
			.updateTable('keepsake')
			.set({ picturesMadeAt: null })
			.where('id', '=', keepsake)
			.execute();
		await askFor(tx, keepsake, 'photograph');
	});
}

async function nextRows(db: Db, { atId, atKey }: Run): Promise<Row[]> {
	const after =
		atId === null ? sql`true` : sql`(p.keepsake_id, p.size) > (${atId}::uuid, ${atKey})`;
	const { rows } = await sql<Row>`
		select p.keepsake_id, p.size, k.box_id, k.sha256 as original, p.sha256, p.bytes
		from picture p
		join keepsake k on k.id = p.keepsake_id
		where k.kind = 'photograph' and k.pictures_made_at is not null and ${after}
		order by p.keepsake_id, p.size
		limit ${pageLength}`.execute(db);
	return rows;
}
