import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** The name they go by, from now on. What was shared already keeps the name it was shared under. */
export async function goByName(tx: Tx, viewer: SignedIn, name: string): Promise<void> {
	await tx.updateTable('member').set({ name }).where('id', '=', viewer.id).execute();
}

/** Asks the host to be welcomed among those who have been through it. Asking twice is asking once. */
export async function askToBeWelcomed(tx: Tx, viewer: SignedIn, words: string): Promise<void> {
	if (viewer.peer) return;
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
