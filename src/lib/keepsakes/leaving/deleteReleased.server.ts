import { sql } from 'kysely';
import { RELEASED_WAITS_MS } from '#lib/rules/holding.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { removeUnused } from './removeUnused.server.ts';

/**
 * Really deletes what nobody has held for 30 days (R3): first its rows, then, where nothing else
 * needs them, its original and its pictures. Cut off in between, the next run goes on from there.
 */
export async function deleteReleased(lamplight: Lamplight): Promise<void> {
	const due = new Date(lamplight.now().getTime() - RELEASED_WAITS_MS);
	await lamplight.pools.worker.transaction().execute(async (tx) => {
		// Taking something back locks the box as well: it is either back, or it is gone.
		await sql`select lock_box(box_id) from (
			select distinct box_id from keepsake where released_at <= ${due} order by box_id
		) as boxes`.execute(tx);
		await tx.deleteFrom('keepsake').where('releasedAt', '<=', due).execute();
	});
	const unused = await lamplight.pools.worker
		.selectFrom('original as o')
		.leftJoin('keepsake as k', (on) =>
			on.onRef('k.boxId', '=', 'o.boxId').onRef('k.sha256', '=', 'o.sha256')
		)
		.where('k.id', 'is', null)
		.select(['o.boxId', 'o.sha256'])
		.execute();
	for (const { boxId, sha256 } of unused) await removeUnused(lamplight, boxId, sha256);
}
