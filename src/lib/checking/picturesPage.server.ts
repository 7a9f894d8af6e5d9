import { sql } from 'kysely';
import { askForAgain } from '#lib/keepsakes/actions.server.ts';
import { pictureAddress } from '#lib/server/files/address.ts';
import type { Db } from '#lib/server/database/pools.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { stateOf } from './checkOriginal.server.ts';
import type { Page, Run } from './run.server.ts';

/** In keepsakes: each has a handful of files made of it, a paper at most a few dozen pages. */
const pageLength = 40;

type Row = {
	keepsakeId: string;
	boxId: string;
	original: string;
	sha256: string;
	bytes: number;
};

/**
 * Reads again what was made of the next keepsakes: pictures, pages, and what is played. What is not
 * whole is made anew from its original.
 */
export async function picturesPage(lamplight: Lamplight, run: Run): Promise<Page> {
	const { worker } = lamplight.pools;
	const keepsakes = await nextKeepsakes(worker, run.atId);
	const rows = await madeOf(worker, keepsakes);
	const again = new Set<string>();
	let bytes = 0;
	for (const row of rows) {
		const address = pictureAddress(row.boxId, row.original, row.sha256);
		if ((await stateOf(lamplight.files, address, row.bytes)) !== 'whole') again.add(row.keepsakeId);
		bytes += row.bytes;
	}
	for (const keepsake of again) {
		await worker.transaction().execute((tx) => askForAgain(tx, keepsake));
	}
	const last = keepsakes.length === pageLength ? keepsakes.at(-1) : undefined;
	return {
		files: rows.length,
		bytes,
		remade: again.size,
		next: last ? { id: last, key: '' } : null
	};
}

async function nextKeepsakes(db: Db, after: string | null): Promise<string[]> {
	const rows = await db
		.selectFrom('keepsake')
		.where('sha256', 'is not', null)
		.$if(after !== null, (query) => query.where('id', '>', after))
		.orderBy('id')
		.limit(pageLength)
		.select('id')
		.execute();
	return rows.map(({ id }) => id);
}

async function madeOf(db: Db, keepsakes: string[]): Promise<Row[]> {
	const { rows } = await sql<Row>`
		select k.id as keepsake_id, k.box_id, k.sha256 as original, made.sha256, made.bytes
		from keepsake k
		cross join lateral (
			select sha256, bytes::float8 from picture where keepsake_id = k.id
			union all
			select sha256, bytes::float8 from page where keepsake_id = k.id
			union all
			select sha256, bytes::float8 from playable where keepsake_id = k.id
		) made
		where k.id = any(${keepsakes}::uuid[])`.execute(db);
	return rows;
}
