import { NotFound } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { mayNarrow } from '#lib/rules/consent.ts';
import type { MemberId } from '#lib/rules/facts.ts';
import { keeping, type Actor, type Keeping } from '#lib/sharing/actions.server.ts';

/** Takes back an invitation that nobody has taken up yet: its link opens nothing any more. */
export async function withdrawInvitation(
	actor: Actor,
	boxId: string,
	invitationId: string
): Promise<void> {
	return keeping(actor, boxId, async (mine) => {
		mayOrMissing(mine, 'keeper-invitation');
		const { numUpdatedRows } = await mine.tx
			.updateTable('invitation')
			.set({ withdrawnAt: mine.now })
			.where('id', '=', uuidOrMissing(invitationId))
			.where('boxId', '=', mine.boxId)
			.where('usedAt', 'is', null)
			.where('withdrawnAt', 'is', null)
			.executeTakeFirst();
		if (numUpdatedRows === 0n) throw new NotFound();
	});
}

/** A guest is one no longer, from their very next page on. */
export async function withdrawGuest(actor: Actor, boxId: string, guestId: string): Promise<void> {
	return keeping(actor, boxId, async (mine) => {
		await endGuest(mine, guestId);
	});
}

/** Withdraws a guest and blocks them: to them it looks like being a stranger. */
export async function blockGuest(actor: Actor, boxId: string, guestId: string): Promise<void> {
	return keeping(actor, boxId, async (mine) => {
		const memberId = await endGuest(mine, guestId);
		const blocked = mine.facts.box.blocks.some(
			(each) =>
				each.memberId === memberId && each.keeperId === mine.viewer.id && each.endedAt === null
		);
		if (blocked) return;
		await mine.tx
			.insertInto('block')
			.values({ blockerId: mine.viewer.id, memberId, blockedAt: mine.now })
			// They may have been blocked before, over a letter.
			.onConflict((on) =>
				on.columns(['blockerId', 'memberId']).where('liftedAt', 'is', null).doNothing()
			)
			.execute();
	});
}

/** Lifts the viewer's own block. Whoever was a guest before does not become one again by it. */
export async function liftBlock(actor: Actor, boxId: string, blockId: string): Promise<void> {
	return keeping(actor, boxId, async ({ tx, viewer, now }) => {
		const { numUpdatedRows } = await tx
			.updateTable('block')
			.set({ liftedAt: now })
			.where('blockerId', '=', viewer.id)
			.where('id', '=', uuidOrMissing(blockId))
			.where('liftedAt', 'is', null)
			.executeTakeFirst();
		if (numUpdatedRows === 0n) throw new NotFound();
	});
}

async function endGuest(mine: Keeping, guestId: string): Promise<MemberId> {
	mayOrMissing(mine, 'guest');
	const ended = await mine.tx
		.updateTable('guest')
		.set({ withdrawnAt: mine.now, withdrawnBy: mine.viewer.id })
		.where('id', '=', uuidOrMissing(guestId))
		.where('boxId', '=', mine.boxId)
		.where('withdrawnAt', 'is', null)
		.returning('memberId')
		.executeTakeFirst();
	if (!ended) throw new NotFound();
	return ended.memberId as MemberId;
}

function mayOrMissing(
	{ viewer, facts, now }: Keeping,
	setting: 'guest' | 'keeper-invitation'
): void {
	const change = { setting, from: true, to: false } as const;
	if (!mayNarrow(viewer.id, change, facts.box, now).allowed) throw new NotFound();
}
