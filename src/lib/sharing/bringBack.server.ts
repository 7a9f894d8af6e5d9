import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import { mayAnswer, mayBringBack, mayNarrow } from '#lib/rules/consent.ts';
import type { Audience, Share, VersionId } from '#lib/rules/facts.ts';
import { othersOf, say } from './decide.server.ts';
import { keeping, type Actor, type Keeping } from './keeping.server.ts';
import { leaveWord } from './tell.server.ts';

/** `nothing`: it was not shared any more. */
export type BroughtBack = 'everything' | 'one-audience' | 'nothing';

/**
 * One keeper brings a story back, at once: from everybody, or from one audience. Whoever brings it
 * back has not agreed to share it again either: their yes to what is still asked becomes "not yet".
 */
export async function bringBack(
	actor: Actor,
	boxId: string,
	storyId: string,
	audience: Audience | null
): Promise<BroughtBack> {
	return keeping(actor, boxId, async (mine) => {
		const share = mine.facts.shares.find(
			(each) => each.storyId === storyId && each.endedAt === null
		);
		const known = mine.facts.shares.some((each) => each.storyId === storyId);
		if (!known && !mine.facts.stories.some((each) => each.id === storyId)) throw new NotFound();
		const left = audience ? (share?.audiences ?? []).filter((each) => each !== audience) : [];
		if (share) await endShare(mine, share, left);
		await holdBackYes(mine, storyId);
		if (!share) return 'nothing';
		return left.length > 0 ? 'one-audience' : 'everything';
	});
}

/** Ends a share, or leaves it standing for `left`, and tells the other keepers. */
export async function endShare(
	mine: Keeping,
	share: Share,
	left: readonly Audience[]
): Promise<void> {
	const { tx, viewer, facts, now } = mine;
	const change = { setting: 'audiences', from: share.audiences, to: left } as const;
	const ruling =
		left.length > 0
			? mayNarrow(viewer.id, change, facts.box, now)
			: mayBringBack(viewer.id, share, facts.box, now);
	if (!ruling.allowed) throw new NotFound();
	const stays = (each: Audience) => left.includes(each);
	await sql`select narrow_share(
		${share.id}, ${randomUUID()}, ${stays('family')}, ${stays('peers')}, ${stays('anyone')}
	)`.execute(tx);
	const kind = left.length > 0 ? 'narrowed' : 'brought_back';
	await leaveWord(mine, othersOf(mine), kind, share.storyId);
}

/** This keeper's yes to what is still asked about the story is taken back with it. */
export async function holdBackYes(
	mine: Keeping,
	storyId: string,
	concerns: (versionId: VersionId) => boolean = () => true
): Promise<void> {
	const { facts, viewer, now } = mine;
	const open = facts.proposals.filter(
		({ closedAt, wish }) =>
			closedAt === null &&
			wish.kind === 'share' &&
			wish.storyId === storyId &&
			concerns(wish.versionId)
	);
	for (const proposal of open) {
		const latest = facts.answers.findLast(
			(each) => each.proposalId === proposal.id && each.memberId === viewer.id
		);
		if (latest?.answer !== 'yes' || !mayAnswer(viewer.id, proposal, facts, now).allowed) continue;
		await say(mine, proposal, 'not_yet');
	}
}

/** Lays a cover over a keepsake again, for every reader and at once. */
export async function coverForAll(
	actor: Actor,
	boxId: string,
	storyId: string,
	keepsakeId: string
): Promise<void> {
	return keeping(actor, boxId, async (mine) => {
		const { tx, viewer, facts, now } = mine;
		const share = facts.shares.find((each) => each.storyId === storyId && each.endedAt === null);
		const version = facts.versions.find((each) => each.id === share?.versionId);
		const placed = version?.keepsakes.find((each) => each.keepsakeId === keepsakeId);
		const change = { setting: 'covered', from: placed?.covered ?? true, to: true } as const;
		if (!share || !version || !placed) throw new NotFound();
		if (!mayNarrow(viewer.id, change, facts.box, now).allowed) throw new NotFound();
		await sql`select cover_for_all(${version.id}, ${placed.keepsakeId})`.execute(tx);
		await holdBackYes(mine, storyId, (asked) =>
			facts.versions.some(
				({ id, keepsakes }) =>
					id === asked &&
					id !== version.id &&
					keepsakes.some((each) => each.keepsakeId === placed.keepsakeId && !each.covered)
			)
		);
		await leaveWord(mine, othersOf(mine), 'covered', share.storyId);
	});
}
