import { sql } from 'kysely';
import { RELEASED_WAITS_MS } from '#lib/rules/holding.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/**
 * Really deletes the stories that their writers let go 30 days ago, with drafts, copies and
 * versions. Taking one back locks the box as well: it is either back, or it is gone.
 */
export async function deleteStories({ pools, now }: Lamplight): Promise<void> {
	const due = new Date(now().getTime() - RELEASED_WAITS_MS);
	const found = await pools.worker
		.selectFrom('story')
		.where('letGoAt', '<=', due)
		.select(['id', 'boxId'])
		.execute();
	for (const { id, boxId } of found) {
		await pools.worker.transaction().execute(async (tx) => {
			await sql`select lock_box(${boxId})`.execute(tx);
			await sql`select delete_story(id) from story where id = ${id} and let_go_at <= ${due}`.execute(
				tx
			);
		});
	}
}
