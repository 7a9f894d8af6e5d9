import { sql } from 'kysely';
import { removeUnused } from '#lib/keepsakes/actions.server.ts';
import { RELEASED_WAITS_MS } from '#lib/rules/holding.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/**
 * Really deletes the boxes that nobody has kept for 30 days: first what is in them, then the bytes,
 * then the box. Cut off at any point, the next run goes on from there.
 */
export async function endBoxes(lamplight: Lamplight): Promise<void> {
	const { worker } = lamplight.pools;
	const now = lamplight.now();
	const due = await worker
		.selectFrom('boxEnding')
		.where('unkeptSince', '<=', new Date(now.getTime() - RELEASED_WAITS_MS))
		.select('boxId')
		.execute();
	for (const { boxId } of due) {
		const { rows } = await sql<{ over: boolean }>`
			select empty_box(${boxId}, ${now}) as over`.execute(worker);
		if (!rows[0]?.over) continue;
		const originals = await worker
			.selectFrom('original')
			.where('boxId', '=', boxId)
			.select('sha256')
			.execute();
		for (const { sha256 } of originals) await removeUnused(lamplight, boxId, sha256);
		await sql`select delete_box(${boxId})`.execute(worker);
	}
}
