import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';

/** A box the viewer was the last to leave, and until when they can come back to it. */
export type LeftBox = { id: string; name: string | null; until: Date };

export async function boxesLeft(tx: Tx): Promise<LeftBox[]> {
	const { rows } = await sql<LeftBox>`select id, name, until from boxes_left()`.execute(tx);
	return rows;
}

/** The viewer keeps a box again that they were the last to leave. Throws `NotFound` after 30 days. */
export async function keepAgain(tx: Tx, box: string): Promise<void> {
	const { rows } = await sql<{ done: boolean }>`
		select keep_again(${uuidOrMissing(box)}) as done`.execute(tx);
	if (!rows[0]?.done) throw new NotFound();
}
