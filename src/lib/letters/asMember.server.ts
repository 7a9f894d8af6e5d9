import { sql, type RawBuilder } from 'kysely';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** Whoever acts, and from where. */
export type Actor = { lamplight: Lamplight; session: string | null };

/** Runs `work` as the member who is signed in. What Postgres finds is not theirs is `NotFound`. */
export async function asMember<T>(
	{ lamplight, session }: Actor,
	work: (tx: Tx, viewer: SignedIn) => Promise<T>
): Promise<T> {
	return asViewer(lamplight.pools.web, session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work(tx, viewer);
	}).catch((error: unknown) => {
		if (error instanceof Error && 'code' in error && error.code === 'P0002') throw new NotFound();
		throw error;
	});
}

/** Does one verb of the database as the member who is signed in. */
export async function verb(actor: Actor, call: RawBuilder<unknown>): Promise<void> {
	await asMember(actor, (tx) => sql`select ${call}`.execute(tx));
}
