import { sql } from 'kysely';
import type pg from 'pg';
import type { Tx } from '../database/viewer.ts';

/** An arbitrary number that means "nothing is deleted from the store just now". */
const pause = 7_205_121;

/**
 * Lets deletion from the store wait for as long as this connection lasts: it ends by itself when
 * whoever asked for it dies. Waits for deletions under way, which are short. One at a time.
 */
export async function pauseDeletion(client: pg.ClientBase): Promise<void> {
	await client.query('select pg_advisory_lock($1)', [pause]);
}

/** Ends it earlier. */
export async function resumeDeletion(client: pg.ClientBase): Promise<void> {
	await client.query('select pg_advisory_unlock($1)', [pause]);
}

/**
 * Asked in the transaction of a deletion, before the deed: whether it has to wait for a later run.
 * Where it need not, no pause begins before this transaction has ended.
 */
export async function deletionWaits(tx: Tx): Promise<boolean> {
	const { rows } = await sql<{ free: boolean }>`
		select pg_try_advisory_xact_lock_shared(${pause}) as free`.execute(tx);
	return rows[0]?.free !== true;
}
