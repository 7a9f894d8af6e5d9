/** R2: where a proposal stands. Silence is never a yes, and nobody at the host can say one. */
import type { ConsentCause } from '../causes.ts';
import type { ConsentFacts, MemberId, Proposal, Wish } from '../facts.ts';
import { happened } from '../moments.ts';
import { departedAt, presentKeeper, presentKeepers, statusOf, wasThere } from '../presence.ts';
import { onlyWriter, versionOf } from './own-words.ts';
import { deadRefusals } from './question.ts';
import { voiceOf, type Since } from './voice.ts';

export type ProposalState = {
	state: 'agreed' | 'waiting' | 'declined' | 'withdrawn' | 'void';
	/** Keepers without whose yes it stays where it is. */
	waitingFor: MemberId[];
	/** Keepers for whom another's yes counts: each is told, at once. */
	tell: MemberId[];
	causes: ConsentCause[];
};

/** Whose yes this wish takes: every present keeper's; only the writer's for their own words. */
export function needsYesOf(wish: Wish, facts: ConsentFacts, at: Date): MemberId[] {
	const writer = onlyWriter(wish, facts, at);
	if (writer !== null) return [writer];
	return [...new Set(presentKeepers(facts.box, at).map((keeper) => keeper.memberId))];
}

/**
 * A closed proposal is what it was closed as; its causes are those of that moment. To carry one
 * out ask `carryOut`, which refuses a closed one.
 */
export function proposalState(proposal: Proposal, facts: ConsentFacts, now: Date): ProposalState {
	if (!happened(proposal.closedAt, now)) return openState(proposal, facts, now);
	const then = openState(proposal, facts, proposal.closedAt);
	const causes: ConsentCause[] = [...then.causes, { cause: 'closed', at: proposal.closedAt }];
	return { ...then, state: closedState(proposal), waitingFor: [], causes };
}

function closedState({ closedAs }: Proposal): ProposalState['state'] {
	return closedAs === 'agreed' || closedAs === 'declined' ? closedAs : 'withdrawn';
}

function openState(proposal: Proposal, facts: ConsentFacts, at: Date): ProposalState {
	const voided = whyVoid(proposal, facts, at);
	if (voided) return { state: 'void', waitingFor: [], tell: [], causes: [voided] };

	const { wish } = proposal;
	const writer = onlyWriter(wish, facts, at);
	const since = writer === null ? lastChange(proposal, facts, at) : null;
	const voices = needsYesOf(wish, facts, at).map((memberId) =>
		voiceOf(memberId, proposal, facts, since, at)
	);
	const dead = writer === null ? deadRefusals(wish, facts, at) : [];
	const causes: ConsentCause[] = [
		...(writer === null ? [] : [{ cause: 'own-words' } as const]),
		...voices.map((voice) => voice.cause),
		...dead.map((by) => ({ cause: 'dead-keepers-no', by }) as const)
	];
	const waitingFor = voices.filter((voice) => voice.said !== 'yes').map((voice) => voice.memberId);
	if (dead.length > 0 || voices.some((voice) => voice.said === 'no')) {
		return { state: 'declined', waitingFor, tell: [], causes };
	}
	const tell = voices.flatMap(({ cause }) => (cause.cause === 'decided-for' ? [cause.giver] : []));
	return { state: waitingFor.length > 0 ? 'waiting' : 'agreed', waitingFor, tell, causes };
}

/**
 * What last changed under the answers: somebody who kept the box when this was proposed, or since,
 * left or died; or a photograph in it was taken back when nobody held it any more.
 */
function lastChange(proposal: Proposal, facts: ConsentFacts, at: Date): Since | null {
	const departures = facts.box.keepers.map((keeper) => departedAt(keeper, at));
	const placed = versionOf(proposal.wish, facts)?.keepsakes ?? [];
	const takenBack = placed.map((placement) => placement.heldAgainAt);
	const because = (moments: (Date | null)[], cause: Since['cause']): Since[] =>
		moments
			.filter((moment) => happened(moment, at) && moment >= proposal.proposedAt)
			.map((moment) => ({ at: moment as Date, cause }));
	const changes = [
		...because(departures, 'yes-before-one-went'),
		...because(takenBack, 'yes-before-taken-back')
	];
	return changes.sort((one, other) => one.at.getTime() - other.at.getTime()).at(-1) ?? null;
}

/** A wish whose maker has left goes with them; one whose maker has died may be taken up. */
function whyVoid(proposal: Proposal, facts: ConsentFacts, at: Date): ConsentCause | null {
	const { proposedBy, proposedAt, wish } = proposal;
	if (presentKeepers(facts.box, at).length === 0) return { cause: 'nobody-keeps-this-box' };
	const rows = facts.box.keepers.filter((keeper) => keeper.memberId === proposedBy);
	const stays = rows.some(
		(keeper) => wasThere(keeper, proposedAt) && ['present', 'died'].includes(statusOf(keeper, at))
	);
	if (!stays) return { cause: 'proposer-left', by: proposedBy };
	return notTheirs(proposedBy, wish, facts, at);
}

/**
 * Why this keeper cannot put this wish at all: the version is not there, is another's draft or own
 * words, or holds a keepsake that another keeps to themselves.
 */
export function notTheirs(
	memberId: MemberId,
	wish: Wish,
	facts: ConsentFacts,
	at: Date
): ConsentCause | null {
	if (!('versionId' in wish)) return null;
	const version = versionOf(wish, facts);
	const story = facts.stories.find((each) => each.id === wish.storyId);
	if (!version || !story) return { cause: 'no-such-version' };
	const others = version.keepsakes.some(
		(placement) => placement.scope === 'mine' && placement.putInBy !== memberId
	);
	// Own words stay their writer's when the writer leaves. After a death the others decide.
	const writerDied = hasDied(story.writerId, facts, at);
	const ownWords = version.ownWords && !writerDied;
	const notTheWriter = story.writerId !== memberId;
	if (others || (notTheWriter && (story.scope === 'mine' || ownWords))) {
		return { cause: 'not-theirs-to-propose' };
	}
	return null;
}

function hasDied(memberId: MemberId, facts: ConsentFacts, at: Date): boolean {
	return (
		!presentKeeper(facts.box, memberId, at) &&
		facts.box.keepers.some(
			(keeper) => keeper.memberId === memberId && statusOf(keeper, at) === 'died'
		)
	);
}
