import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { welcomeOneself } from '#lib/watching/actions.server.ts';
import { peersBy } from '#lib/watching/queries.server.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** The name they go by, from now on. What was shared already keeps the name it was shared under. */
export async function goByName(tx: Tx, viewer: SignedIn, name: string): Promise<void> {
	await tx.updateTable('member').set({ name }).where('id', '=', viewer.id).execute();
}

/**
 * Asks to be welcomed among those who have been through it; where the host takes their word, they are
 * from then on. Asking twice is asking once. Where only an invitation counts, there is nothing to ask;
 * and whoever is suspended asks for another look at that first.
 */
export async function askToBeWelcomed(tx: Tx, viewer: SignedIn, words: string): Promise<void> {
	if (viewer.peer) return;
	if (viewer.suspended) throw new NotFound();
	const way = await peersBy(tx);
	if (way === 'word') return welcomeOneself(tx, viewer);
	if (way === 'invitation') throw new NotFound();
	await tx
		.insertInto('peerRequest')
		.values({ memberId: viewer.id, words })
		.onConflict((on) => on.column('memberId').doNothing())
		.execute();
}

/** Removes one of the member's own passkeys; another's is not touched. */
export async function removePasskey(
	lamplight: Lamplight,
	viewer: SignedIn,
	passkey: string
): Promise<void> {
	await lamplight.pools.auth.query('delete from "passkey" where "id" = $1 and "userId" = $2', [
		passkey,
		viewer.id
	]);
}
