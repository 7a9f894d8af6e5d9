import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import { leave } from '#lib/rules/holding.ts';
import { keeping, leaveWord, type Actor } from '#lib/sharing/actions.server.ts';

/**
 * The viewer keeps this box no longer. What was agreed with them goes back to keepers only, and what
 * only they still held begins its 30 days; the others keep everything they hold.
 */
export async function leaveBox(actor: Actor, boxId: string): Promise<void> {
	return keeping(actor, boxId, async (mine) => {
		const { tx, viewer, facts, now } = mine;
		const ruling = leave(viewer.id, 'leaves', facts.box, [], facts.shares, now);
		if (!ruling.allowed) throw new NotFound();
		await leaveWord(mine, ruling.tell, 'left', null);
		await sql`select leave_box(${mine.boxId})`.execute(tx);
	});
}
