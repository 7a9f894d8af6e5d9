import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { keeping, type Actor } from './keeping.server.ts';
import type { NoticeKind } from './tell.server.ts';

/** A word about what another keeper did. `by`: empty where they are known no longer. */
export type Notice = { id: string; kind: NoticeKind; by: string; storyId: string | null };

const shown: NoticeKind[] = [
	'shared',
	'invited',
	'decided_for_you',
	'brought_back',
	'narrowed',
	'covered',
	'left'
];

/** What the other keepers did that this keeper has not put aside yet, latest first. */
export async function notices(tx: Tx, boxId: BoxId, viewer: SignedIn): Promise<Notice[]> {
	const rows = await tx
		.selectFrom('notice as n')
		.leftJoin('member as by', 'by.id', 'n.aboutId')
		.where('n.memberId', '=', viewer.id)
		.where('n.boxId', '=', boxId)
		.where('n.seenAt', 'is', null)
		.where('n.kind', 'in', shown)
		.orderBy('n.toldAt', 'desc')
		.limit(20)
		.select(['n.id', 'n.kind', 'n.storyId', 'by.name'])
		.execute();
	return rows.map(({ id, kind, name, storyId }) => ({
		id,
		kind: kind as NoticeKind,
		by: name ?? '',
		storyId
	}));
}

/** Puts aside what was told about this box until now. */
export async function putNoticesAside(actor: Actor, boxId: string): Promise<void> {
	return keeping(actor, boxId, async ({ tx, viewer, now }) => {
		await tx
			.updateTable('notice')
			.set({ seenAt: now })
			.where('memberId', '=', viewer.id)
			.where('boxId', '=', boxId)
			.where('seenAt', 'is', null)
			.execute();
	});
}
