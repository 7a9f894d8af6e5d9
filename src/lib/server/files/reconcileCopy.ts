import { sql } from 'kysely';
import type { Db } from '../database/pools.ts';
import type { Lamplight } from '../lamplight.ts';

/**
 * Queues, within the transaction of the write, that the second copy of an original shall follow what
 * stands in the table: brought where the original has a row, deleted where it has none. Nothing
 * where there is no second copy.
 */
export async function reconcileCopy(
	tx: Db,
	{ copy }: Lamplight,
	box: string,
	sha256: string
): Promise<void> {
	if (!copy) return;
	await sql`select jobs.enqueue('reconcile_copy', ${JSON.stringify({ box, sha256 })}::json,
		${`reconcile_copy:${box}:${sha256}`})`.execute(tx);
}
