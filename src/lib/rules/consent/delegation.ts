/**
 * R2, "decide for me": one keeper names one keeper for one kind of decision.
 *
 * It never chains: only the named keeper's own yes, or own proposal, counts for the giver. It ends
 * when it is taken back, when either leaves or dies, or when a keeper joins; it does not come to
 * life again. Of several for one kind only the latest counts. The giver is told each time.
 */
import type { ConsentCause } from '../causes.ts';
import type {
	Box,
	ConsentFacts,
	DecisionKind,
	Delegation,
	Going,
	MemberId,
	Placement,
	Share,
	Version,
	Wish
} from '../facts.ts';
import { exceeds, goesOut } from '../going.ts';
import { lasts } from '../moments.ts';
import { presentKeeper } from '../presence.ts';
import { allow, refuse, type Ruling } from '../ruling.ts';
import { versionOf } from './own-words.ts';
import { isReached, reaches } from './question.ts';
import { whyNotStanding } from './standing.ts';

type ShareWish = Extract<Wish, { kind: 'share' }>;

/** True while what this giver gave still holds. */
export function isLive(delegation: Delegation, box: Box, at: Date): boolean {
	const { giverId, namedId, givenAt, endedAt } = delegation;
	if (giverId === namedId || !lasts(givenAt, endedAt, at)) return false;
	const bothStayed = [giverId, namedId].every((memberId) => {
		const keeper = presentKeeper(box, memberId, at);
		return keeper !== undefined && keeper.joinedAt <= givenAt;
	});
	const somebodyJoined = box.keepers.some(
		(keeper) =>
			keeper.joinedAt <= at &&
			keeper.joinedAt >= givenAt &&
			keeper.memberId !== giverId &&
			keeper.memberId !== namedId
	);
	return bothStayed && !somebodyJoined;
}

/** The keeper named by this giver for all that the wish decides, if there is one. */
export function namedFor(
	giverId: MemberId,
	wish: Wish,
	facts: ConsentFacts,
	at: Date
): Delegation | null {
	const given = decisionKinds(wish, facts, at).map((kind) => latest(giverId, kind, facts, at));
	const [first] = given;
	if (!first || given.some((each) => each?.namedId !== first.namedId)) return null;
	return given.every((each) => each && isLive(each, facts.box, at)) ? first : null;
}

/**
 * A version that takes a cover off, may be found, may be answered, or shows a lived fact decides more
 * than one thing, and each has to have been given; not what is so already for all whom it would reach.
 */
function decisionKinds(wish: Wish, facts: ConsentFacts, at: Date): DecisionKind[] {
	if (wish.kind !== 'share') return [wish.kind];
	const version = versionOf(wish, facts);
	const out = outNow(wish, facts, at);
	const placed = version?.keepsakes ?? [];
	const open = placed.filter(({ covered, kind }) => !covered && kind !== 'words');
	const widened: [boolean, DecisionKind][] = [
		[!open.every((each) => isOpenNow(each, out)), 'uncover'],
		[exceeds(version, out?.going, 'findable'), 'findable'],
		[exceeds(version, out?.going, 'answers'), 'allow_letters'],
		[exceeds(version, out?.going, 'lived'), 'show_lived_fact']
	];
	return ['share', ...widened.flatMap(([is, kind]) => (is ? [kind] : []))];
}

type OutNow = { share: Share; version: Version; going: Going };

/** What stands for this story, where it reaches all whom the wish would. */
function outNow({ storyId, audiences }: ShareWish, facts: ConsentFacts, at: Date): OutNow | null {
	const story = facts.stories.find((each) => each.id === storyId);
	const share = facts.shares.find(
		(each) => each.storyId === storyId && lasts(each.agreedAt, each.endedAt, at)
	);
	const version = facts.versions.find((each) => each.id === share?.versionId);
	if (!story || !share || !version || whyNotStanding(share, story, facts.box, at)) return null;
	if (!audiences.every((audience) => isReached(audience, share.audiences))) return null;
	return { share, version, going: goesOut(version, share, facts.narrowings, at) };
}

/** Shown without a cover already. */
function isOpenNow({ keepsakeId }: Placement, out: OutNow | null): boolean {
	const placed = out?.version.keepsakes.find((each) => each.keepsakeId === keepsakeId);
	if (!out || !placed || placed.covered) return false;
	return placed.heldAgainAt === null || placed.heldAgainAt < out.share.agreedAt;
}

function latest(giverId: MemberId, kind: DecisionKind, facts: ConsentFacts, at: Date) {
	return facts.delegations
		.filter((each) => each.giverId === giverId && each.kind === kind && each.givenAt <= at)
		.sort((one, other) => one.givenAt.getTime() - other.givenAt.getTime())
		.at(-1);
}

/**
 * True when the giver, after giving, brought back what the wish would share again: their own deed
 * speaks louder than what they left to another.
 */
export function hasBroughtBackSince(
	delegation: Delegation,
	wish: Wish,
	facts: ConsentFacts,
	at: Date
): boolean {
	return facts.shares.some(
		(share) =>
			wish.kind === 'share' &&
			share.endedBy === delegation.giverId &&
			share.endedAt !== null &&
			share.endedAt <= at &&
			share.endedAt >= delegation.givenAt &&
			share.storyId === wish.storyId &&
			share.audiences.some((audience) => reaches(wish, { ...wish, audiences: [audience] }, facts))
	);
}

/** Both keep the box, and they are two. */
export function mayDelegate(
	giverId: MemberId,
	namedId: MemberId,
	box: Box,
	now: Date
): Ruling<ConsentCause> {
	if (giverId === namedId) return refuse({ cause: 'names-oneself' });
	const both = [giverId, namedId].every((memberId) => presentKeeper(box, memberId, now));
	return both ? allow([]) : refuse({ cause: 'not-a-keeper' });
}
