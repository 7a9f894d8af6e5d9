import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from './pools.ts';
import { asViewer, type SignedIn, type Tx } from './viewer.ts';

/** What a request brings to show whose uploads it may touch: a session, a deposit's device key. */
export type Uploader = { session: string | null; device: string | null };

/** The same, checked: the member, and the deposit that this device made in the last 24 hours. */
export type Uploading = { viewer: SignedIn | null; deposit: string | null };

/**
 * Runs `work` in one transaction as whoever uploads. Postgres checks both keys and denies every
 * upload that is neither this member's nor of this deposit.
 */
export async function asUploader<T>(
	db: Db,
	who: Uploader,
	work: (tx: Tx, uploading: Uploading) => Promise<T>
): Promise<T> {
	return asViewer(db, who.session, async (tx, viewer) =>
		work(tx, { viewer, deposit: await enterDeposit(tx, who.device) })
	);
}

async function enterDeposit(tx: Tx, device: string | null): Promise<string | null> {
	if (device === null) return null;
	const { rows } = await sql<{
		deposit: string | null;
	}>`select enter_deposit(${deviceHash(device)}) as deposit`.execute(tx);
	return rows[0]?.deposit ?? null;
}

/** How a device's key stands in the table: what lies there opens nothing. */
export function deviceHash(device: string): string {
	return createHash('sha256').update(device).digest('base64url');
}

/** The same for the deposit itself, without its device: work that finishes what a crash left. */
export async function asDeposit<T>(
	workerDb: Db,
	deposit: string,
	work: (tx: Tx) => Promise<T>
): Promise<T> {
	return workerDb.transaction().execute(async (tx) => {
		await sql`select set_config('lamplight.deposit', ${deposit}, true)`.execute(tx);
		await sql`set local role lamplight_web`.execute(tx);
		return work(tx);
	});
}
