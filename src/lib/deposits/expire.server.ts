import { sql } from 'kysely';
import { removeUnused } from '#lib/keepsakes/actions.server.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { deletionWaits } from '#lib/server/files/deletionPause.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** A deposit into which nothing was ever put is forgotten after this. */
const emptyAfterMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Really deletes what nobody has claimed within its year, and deposits that stayed empty. Cut off
 * at any point, the next run goes on from there.
 */
export async function expireDeposits(lamplight: Lamplight): Promise<void> {
	const { worker } = lamplight.pools;
	const now = lamplight.now();
	const over = await worker
		.selectFrom('deposit')
		.select(['id', 'boxId'])
		.where('claimedAt', 'is', null)
		.where((is) =>
			is.or([
				is('expiresAt', '<=', now),
				is.and([
					is('madeAt', '<=', new Date(now.getTime() - emptyAfterMs)),
					is.not(
						is.exists(
							is.selectFrom('keepsake').select('id').whereRef('boxId', '=', 'deposit.boxId')
						)
					)
				])
			])
		)
		.execute();
	for (const deposit of over) await expire(lamplight, deposit);
}

type Over = { id: string; boxId: string };

async function expire(lamplight: Lamplight, { id, boxId }: Over): Promise<void> {
	const { worker } = lamplight.pools;
	const emptied = await worker.transaction().execute(async (tx) => {
		if ((await deletionWaits(tx)) || !(await isUnclaimed(tx, id))) return false;
		await sql`select lock_box(${boxId})`.execute(tx);
		await tx.deleteFrom('upload').where('boxId', '=', boxId).execute();
		await tx.deleteFrom('keepsake').where('boxId', '=', boxId).execute();
		return true;
	});
	if (!emptied) return;
	const originals = await worker
		.selectFrom('original')
		.select('sha256')
		.where('boxId', '=', boxId)
		.execute();
	for (const { sha256 } of originals) await removeUnused(lamplight, boxId, sha256);
	await worker.transaction().execute(async (tx) => {
		if ((await deletionWaits(tx)) || !(await isUnclaimed(tx, id))) return;
		await tx.deleteFrom('deposit').where('id', '=', id).execute();
		await tx.deleteFrom('box').where('id', '=', boxId).execute();
	});
}

/** The deposit's row first and then the box, as claiming does: neither waits for the other. */
async function isUnclaimed(tx: Tx, id: string): Promise<boolean> {
	const deposit = await tx
		.selectFrom('deposit')
		.select('id')
		.where('id', '=', id)
		.where('claimedAt', 'is', null)
		.forUpdate()
		.executeTakeFirst();
	return deposit !== undefined;
}
