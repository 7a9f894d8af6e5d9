import { sql } from 'kysely';
import { originalAddress } from '#lib/server/files/address.ts';
import type { Db } from '#lib/server/database/pools.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { checkOriginal } from './checkOriginal.server.ts';
import type { Original } from './copyOf.server.ts';
import { noteFinding, noteWhole } from './findings.server.ts';
import type { Page, Run, Watch } from './run.server.ts';

/** So few that little is read twice after a crash: a photograph has some 3 MB, a film 200 at most. */
const pageLength = 25;

type Row = Original & { keepsakeId: string };

/** Reads the next originals again, in every place, and writes down what was found. */
export async function originalsPage(lamplight: Lamplight, run: Run, watch: Watch): Promise<Page> {
	const { worker } = lamplight.pools;
	const rows = await nextRows(worker, run);
	const page: Page = { files: 0, bytes: 0, copied: 0, copyAway: false, next: null };
	const whole: { place: string; address: string }[] = [];
	for (const row of rows) {
		const address = originalAddress(row.boxId, row.sha256);
		const checked = await checkOriginal(lamplight, row);
		page.files += 1;
		page.bytes += row.bytes;
		if (checked.copied) page.copied = (page.copied ?? 0) + 1;
		if (checked.copy === 'away') page.copyAway = true;
		if (checked.store === 'whole') whole.push({ place: 'store', address });
		if (checked.copy === 'whole') whole.push({ place: 'copy', address });
		// What was deleted while we looked at it is not missing.
		if (checked.damage.length === 0 || !(await isKept(worker, row))) continue;
		for (const { place, what, mended } of checked.damage) {
			const finding = { place, what, mended, address, ...row };
			await noteFinding(worker, run.id, finding, lamplight.now());
			watch.found?.(finding);
		}
	}
	if (whole.length > 0) await noteWhole(worker, whole, lamplight.now());
	const last = rows.length === pageLength ? rows.at(-1) : undefined;
	return { ...page, next: last ? { id: last.boxId, key: last.sha256 } : null };
}

/** Originals that a keepsake needs; the others are on their way out. */
async function nextRows(db: Db, { atId, atKey }: Run): Promise<Row[]> {
	const after =
		atId === null ? sql`true` : sql`(o.box_id, o.sha256::text) > (${atId}::uuid, ${atKey})`;
	const { rows } = await sql<Row>`
		select o.box_id, o.sha256, o.bytes, k.id as keepsake_id
		from original o
		cross join lateral (
			select id from keepsake where box_id = o.box_id and sha256 = o.sha256 limit 1
		) k
		where ${after}
		order by o.box_id, o.sha256::text
		limit ${pageLength}`.execute(db);
	return rows;
}

async function isKept(db: Db, { boxId, sha256 }: Row): Promise<boolean> {
	const row = await db
		.selectFrom('keepsake')
		.select('id')
		.where('boxId', '=', boxId)
		.where('sha256', '=', sha256)
		.executeTakeFirst();
	return row !== undefined;
}
