import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { sharedStories } from './isShared.server.ts';
import { keeping, type Actor } from './keeping.server.ts';
import type { NoticeKind } from './tell.server.ts';

/** A word about what another keeper did, or what happened to this place. */
export type Notice = {
	id: string;
	kind: NoticeKind;
	/** Empty where they are known no longer. */
	by: string;
	/** The story it is about, as far as this keeper may see it now; else null. */
	story: { id: string; title: string } | null;
	/** It is about some story, seen or not. */
	ofStory: boolean;
	/** Who was invited, by the name or address they were given; empty where nobody was. */
	invited: string;
	/** Of which day the copy is that this place was brought back from; else null. */
	copyOf: Date | null;
	/** When it was told. */
	at: Date;
};

const shown: NoticeKind[] = [
	'shared',
	'invited',
	'decided_for_you',
	'brought_back',
	'narrowed',
	'covered',
	'going_narrowed',
	'left',
	'waits_look',
	'looked_at',
	'held',
	'taken_down',
	'put_up',
	'came_back',
	'was_shared'
];

/** They say whether a story is out by its keepers' yes: true only of how it was when they were told. */
const saysOut: NoticeKind[] = ['shared', 'looked_at', 'put_up'];
const saysNotOut: NoticeKind[] = ['brought_back', 'was_shared'];

/**
 * What the other keepers did that this keeper has not put aside yet, latest first. Whether a story is
 * out is said once, by the last word about it, and only as long as it is so; what moderators do comes
 * beside that.
 */
export async function notices(
	tx: Tx,
	boxId: BoxId,
	viewer: SignedIn,
	now: Date
): Promise<Notice[]> {
	const rows = await tx
		.selectFrom('notice as n')
		.leftJoin('member as by', 'by.id', 'n.aboutId')
		// What is another's alone again is not among the rows: nothing of it is told, its title neither.
		.leftJoin('story as s', 's.id', 'n.storyId')
		.leftJoin('draft as d', 'd.storyId', 's.id')
		// An invitation and the word about it are written in one transaction.
		.leftJoin('invitation as i', (on) =>
			on
				.onRef('i.boxId', '=', 'n.boxId')
				.onRef('i.invitedAt', '=', 'n.toldAt')
				.on('n.kind', '=', 'invited')
		)
		// This place came back and said so in one transaction.
		.leftJoin('restored as r', (on) =>
			on.onRef('r.backAt', '=', 'n.toldAt').on('n.kind', '=', 'came_back')
		)
		.where('n.memberId', '=', viewer.id)
		.where('n.boxId', '=', boxId)
		.where('n.seenAt', 'is', null)
		.where('n.kind', 'in', shown)
		.orderBy('n.toldAt', 'desc')
		.limit(20)
		.select(['n.id', 'n.kind', 'n.storyId', 's.id as seenStory', 'by.name', 'd.title as draft'])
		.select(['i.name as invitedName', 'i.email as invitedEmail', 'r.takenAt', 'n.toldAt'])
		.select((eb) =>
			eb
				.selectFrom('storyVersion')
				.whereRef('storyId', '=', 's.id')
				.orderBy('number', 'desc')
				.limit(1)
				.select('title')
				.as('title')
		)
		.execute();
	const whether = rows.filter(({ kind }) =>
		[...saysOut, ...saysNotOut].includes(kind as NoticeKind)
	);
	const out = whether.length > 0 ? await sharedStories(tx, boxId, now) : new Set();
	const lastWords = new Map<string | null, string>();
	for (const { id, kind, storyId } of whether) {
		const isSo = (out.has(storyId) ? saysOut : saysNotOut).includes(kind as NoticeKind);
		if (isSo && !lastWords.has(storyId)) lastWords.set(storyId, id);
	}
	const told = rows.filter(
		(row) => !whether.includes(row) || lastWords.get(row.storyId) === row.id
	);
	return told.map((row) => ({
		id: row.id,
		kind: row.kind as NoticeKind,
		by: row.name ?? '',
		story:
			row.seenStory === null ? null : { id: row.seenStory, title: row.title ?? row.draft ?? '' },
		ofStory: row.storyId !== null,
		invited: row.invitedName || row.invitedEmail || '',
		copyOf: row.takenAt,
		at: row.toldAt
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
