import { sql, type Transaction } from 'kysely';
import type { MemberId, BoxId } from '#lib/rules/facts.ts';
import type { Db } from './pools.ts';
import type { DB } from './tables.ts';

/** The member who is signed in, as `who_am_i()` in SQL tells it. */
export type SignedIn = {
	id: MemberId;
	name: string;
	host: boolean;
	/** Watches over this site (R7), and is not suspended. */
	moderator: boolean;
	peer: boolean;
	suspended: boolean;
	/** Is a guest in somebody's box. */
	guest: boolean;
	boxes: { id: BoxId; name: string | null }[];
	/** *Stop for today*: until when (ISO 8601), unless it was opened again. Not told to jobs. */
	stoppedUntil?: string | null;
};

export type Tx = Transaction<DB>;

/**
 * Runs `work` in one transaction as whoever holds this session: Postgres checks the session, sets
 * the viewer for the transaction and denies what is not theirs to see. `null`: nobody is signed in.
 */
export async function asViewer<T>(
	db: Db,
	session: string | null,
	work: (tx: Tx, viewer: SignedIn | null) => Promise<T>
): Promise<T> {
	return db.transaction().execute(async (tx) => work(tx, await enter(tx, session)));
}

async function enter(tx: Tx, session: string | null): Promise<SignedIn | null> {
	if (session === null) return null;
	const { rows } = await sql<{ me: SignedIn | null }>`select enter(${session}) as me`.execute(tx);
	return rows[0]?.me ?? null;
}

/** The same for work that carries its actor instead of a session: a job, the demo, a test. */
export async function asMember<T>(
	workerDb: Db,
	memberId: string,
	work: (tx: Tx, viewer: SignedIn) => Promise<T>
): Promise<T> {
	return workerDb.transaction().execute(async (tx) => {
		const { rows } = await sql<{ me: SignedIn }>`select act_as(${memberId}) as me`.execute(tx);
		if (!rows[0]?.me) throw new Error('There is no such member.');
		await sql`set local role lamplight_web`.execute(tx);
		return work(tx, rows[0].me);
	});
}
