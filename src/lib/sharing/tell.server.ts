import { sql } from 'kysely';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import type { MemberId, ProposalId, StoryId } from '#lib/rules/facts.ts';
import type { Keeping } from './keeping.server.ts';

export type NoticeKind =
	| 'asked'
	| 'reminded'
	| 'shared'
	| 'invited'
	| 'decided_for_you'
	| 'brought_back'
	| 'narrowed'
	| 'covered'
	| 'going_narrowed'
	| 'left'
	/** What those who watch over the site decided about a story: written by Postgres. */
	| 'waits_look'
	| 'looked_at'
	| 'held'
	| 'taken_down'
	| 'put_up'
	/** This place was brought back from a backup: written by Postgres. */
	| 'came_back'
	| 'was_shared';

/** Leaves each of these keepers a word on their screen, about what the viewer did. */
export async function leaveWord(
	{ tx, boxId, viewer }: Keeping,
	to: readonly MemberId[],
	kind: NoticeKind,
	storyId: StoryId | null
): Promise<void> {
	if (to.length === 0) return;
	await sql`
		select tell(who, ${kind}, ${boxId}, ${storyId}, ${viewer.id})
		from unnest(${[...to]}::uuid[]) who
	`.execute(tx);
}

/** Asks these keepers: a word on their screen and a letter, which says what is true when it is sent. */
export async function ask(
	keeping: Keeping,
	to: readonly MemberId[],
	proposal: ProposalId,
	storyId: StoryId | null
): Promise<void> {
	await leaveWord(keeping, to, 'asked', storyId);
	for (const member of to) {
		await enqueueMail(keeping.tx, {
			template: 'proposal_waits',
			params: { proposal },
			to: { member },
			key: `asked:${proposal}:${member}`
		});
	}
}

/** Reminds these keepers of it, this once: a word on their screen and a letter. */
export async function remind(
	keeping: Keeping,
	to: readonly MemberId[],
	proposal: ProposalId,
	storyId: StoryId | null
): Promise<void> {
	await leaveWord(keeping, to, 'reminded', storyId);
	for (const member of to) {
		await enqueueMail(keeping.tx, {
			template: 'proposal_reminder',
			params: { proposal, member },
			to: { member },
			key: `reminded:${proposal}:${member}`
		});
	}
}

/** Tells these keepers, at once, that the viewer's yes counted for them too. */
export async function tellDecidedFor(
	keeping: Keeping,
	to: readonly MemberId[],
	proposal: ProposalId,
	storyId: StoryId | null
): Promise<void> {
	await leaveWord(keeping, to, 'decided_for_you', storyId);
	for (const member of to) {
		await enqueueMail(keeping.tx, {
			template: 'decided_for_you',
			params: { proposal, by: keeping.viewer.id },
			to: { member },
			key: `decided:${proposal}:${member}`
		});
	}
}
