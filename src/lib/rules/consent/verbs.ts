/** R2: who may propose, answer, remind, carry out, narrow and bring back. */
import type { ConsentCause } from '../causes.ts';
import type { Box, ConsentFacts, MemberId, Proposal, Share, Wish } from '../facts.ts';
import { isWhole } from '../going.ts';
import { happened } from '../moments.ts';
import { presentKeeper } from '../presence.ts';
import { allow, refuse, type Effect, type Ruling } from '../ruling.ts';
import { deadRefusals, hasStandingNo, isSameWish, reaches } from './question.ts';
import { onlyWriter, versionOf } from './own-words.ts';
import { whyNotStanding } from './standing.ts';
import { needsYesOf, notTheirs, proposalState } from './state.ts';
import { isWidening, type Change } from './widening.ts';

type Consent = Ruling<ConsentCause>;

/**
 * A present keeper may propose what is theirs to propose and has not been refused. `tell`: the
 * others whose yes it takes; nobody, when they were asked the same and reminded, or asked twice.
 * Proposing somebody's `mine` story to others is the moment it stops being theirs alone.
 */
export function mayPropose(member: MemberId, wish: Wish, facts: ConsentFacts, now: Date): Consent {
	if (!presentKeeper(facts.box, member, now)) return refuse({ cause: 'not-a-keeper' });
	const barred = notTheirs(member, wish, facts, now);
	if (barred) return refuse(barred);

	const needed = needsYesOf(wish, facts, now);
	const refusals = refusalsOf(member, needed, wish, facts, now);
	if (refusals.length > 0) return refuse(...refusals);
	if (isShared(wish, facts, now)) return refuse({ cause: 'already-shared' });
	const before = earlier(wish, facts, now);
	if (before.some((each) => isSameWish(each.wish, wish) && !happened(each.closedAt, now))) {
		return refuse({ cause: 'already-proposed' });
	}
	const asked = before.length + before.filter((each) => each.remindedAt !== null).length;
	const tell = asked >= 2 ? [] : needed.filter((each) => each !== member);
	const joiner = wish.kind === 'invite_keeper';
	return allow([], joiner ? [{ cause: 'joiner-holds-everything' }] : [], tell);
}

/** Any keeper who is asked, as often as they like; the latest answer counts. */
export function mayAnswer(
	member: MemberId,
	proposal: Proposal,
	facts: ConsentFacts,
	now: Date
): Consent {
	if (!presentKeeper(facts.box, member, now)) return refuse({ cause: 'not-a-keeper' });
	const closed = whyClosed(proposal, facts, now);
	if (closed) return refuse(closed);
	const asked = needsYesOf(proposal.wish, facts, now).includes(member);
	return asked ? allow([]) : refuse({ cause: 'not-asked' });
}

/** Whoever put the wish may take it away again. */
export function mayWithdraw(
	member: MemberId,
	proposal: Proposal,
	facts: ConsentFacts,
	now: Date
): Consent {
	if (!presentKeeper(facts.box, member, now)) return refuse({ cause: 'not-a-keeper' });
	if (happened(proposal.closedAt, now)) return refuse({ cause: 'closed', at: proposal.closedAt });
	return proposal.proposedBy === member ? allow([]) : refuse({ cause: 'not-theirs-to-propose' });
}

/**
 * One reminder to a question, however often it was asked: by whoever asks it, and only to those who
 * have not answered at all (`tell`).
 */
export function mayRemind(
	member: MemberId,
	proposal: Proposal,
	facts: ConsentFacts,
	now: Date
): Consent {
	if (!presentKeeper(facts.box, member, now)) return refuse({ cause: 'not-a-keeper' });
	if (proposal.proposedBy !== member) return refuse({ cause: 'not-theirs-to-propose' });
	const { state, causes } = proposalState(proposal, facts, now);
	const silent = causes.flatMap((each) => (each.cause === 'silent' ? [each.by] : []));
	if (state !== 'waiting' || silent.length === 0) return refuse({ cause: 'nobody-to-remind' });
	const before = earlier(proposal.wish, facts, now);
	const again = before.length > 1 || before.some((each) => each.remindedAt !== null);
	return again || proposal.remindedAt
		? refuse({ cause: 'reminded-before' })
		: allow([], [], silent);
}

/** What an agreed proposal changes. Refuses one that is closed, so that it happens once. */
export function carryOut(proposal: Proposal, facts: ConsentFacts, now: Date): Consent {
	if (happened(proposal.closedAt, now)) return refuse({ cause: 'closed', at: proposal.closedAt });
	const { state, causes, tell } = proposalState(proposal, facts, now);
	if (state !== 'agreed') return refuse({ cause: 'not-agreed' }, ...causes);
	const { wish, proposedBy } = proposal;
	const agreedBy = needsYesOf(wish, facts, now);
	if (wish.kind !== 'share') {
		return allow([{ effect: 'carry-out', wish, agreedBy, at: now }], causes, tell);
	}
	const ended: Effect[] = facts.shares
		.filter((share) => share.storyId === wish.storyId && !happened(share.endedAt, now))
		.map((share) => ({ effect: 'end-share', shareId: share.id, at: now, by: proposedBy }));
	const ownWords = onlyWriter(wish, facts, now) !== null;
	const { versionId, audiences } = wish;
	const shared: Effect = { effect: 'share', versionId, audiences, agreedBy, ownWords, at: now };
	return allow([...ended, shared], causes, tell);
}

/** Narrowing takes one present keeper, whoever agreed to what, and holds at once. */
export function mayNarrow(member: MemberId, change: Change, box: Box, now: Date): Consent {
	if (!presentKeeper(box, member, now)) return refuse({ cause: 'not-a-keeper' });
	return isWidening(change) ? refuse({ cause: 'asks-for-more' }) : allow([]);
}

/** Any present keeper, at once, without asking and without a reason. */
export function mayBringBack(member: MemberId, share: Share, box: Box, now: Date): Consent {
	if (!presentKeeper(box, member, now)) return refuse({ cause: 'not-a-keeper' });
	if (happened(share.endedAt, now)) return allow([]);
	return allow([{ effect: 'end-share', shareId: share.id, at: now, by: member }]);
}

/** Every proposal of the same question so far, open or not. */
function earlier(wish: Wish, facts: ConsentFacts, now: Date): Proposal[] {
	return facts.proposals.filter(
		(each) =>
			each.proposedAt <= now && reaches(wish, each.wish, facts) && reaches(each.wish, wish, facts)
	);
}

function refusalsOf(
	member: MemberId,
	needed: MemberId[],
	wish: Wish,
	facts: ConsentFacts,
	now: Date
): ConsentCause[] {
	const living = needed.filter((each) => each !== member && hasStandingNo(each, wish, facts, now));
	const dead = onlyWriter(wish, facts, now) === null ? deadRefusals(wish, facts, now) : [];
	return [
		...living.map((by) => ({ cause: 'said-no', by }) as const),
		...dead.map((by) => ({ cause: 'dead-keepers-no', by }) as const)
	];
}

/**
 * The very same is out, and all of it: not what was taken back from nobody since then, nor what a
 * keeper took back of what goes out with it.
 */
function isShared(wish: Wish, facts: ConsentFacts, now: Date): boolean {
	const story = wish.kind === 'share' && facts.stories.find((each) => each.id === wish.storyId);
	if (!story || wish.kind !== 'share') return false;
	const version = versionOf(wish, facts);
	const takenBack = version?.keepsakes.map((each) => each.heldAgainAt) ?? [];
	return facts.shares.some(
		(share) =>
			share.storyId === wish.storyId &&
			share.versionId === wish.versionId &&
			wish.audiences.every((audience) => share.audiences.includes(audience)) &&
			!takenBack.some((moment) => happened(moment, now) && moment >= share.agreedAt) &&
			(!version || isWhole(version, share, facts.narrowings, now)) &&
			whyNotStanding(share, story, facts.box, now) === null
	);
}

function whyClosed(proposal: Proposal, facts: ConsentFacts, now: Date): ConsentCause | null {
	if (happened(proposal.closedAt, now)) return { cause: 'closed', at: proposal.closedAt };
	const { state, causes } = proposalState(proposal, facts, now);
	return state === 'void' ? (causes[0] ?? null) : null;
}
