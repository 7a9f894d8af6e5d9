/** R2: what one keeper has said to one proposal, by themselves or through whom they named. */
import type { ConsentCause } from '../causes.ts';
import type { ConsentFacts, MemberId, Proposal } from '../facts.ts';
import { presentKeeper } from '../presence.ts';
import { hasBroughtBackSince, namedFor } from './delegation.ts';
import { hasStandingNo, ownAnswers } from './question.ts';

export type Said = 'yes' | 'no' | 'nothing-that-counts';
export type Voice = { memberId: MemberId; said: Said; cause: ConsentCause };

/** A change since which a yes has to be said anew. */
export type Since = { at: Date; cause: 'yes-before-one-went' | 'yes-before-taken-back' };

type Word = { answer: 'yes' | 'not_yet' | 'no'; at: Date; proposed: boolean };

/**
 * @param since when what a yes rests on last changed: what was said before is asked anew
 */
export function voiceOf(
	memberId: MemberId,
	proposal: Proposal,
	facts: ConsentFacts,
	since: Since | null,
	at: Date
): Voice {
	const voice = (said: Said, cause: ConsentCause): Voice => ({ memberId, said, cause });
	const word = lastWord(memberId, proposal, facts, at);
	if (word?.answer === 'no' || hasStandingNo(memberId, proposal.wish, facts, at)) {
		return voice('no', { cause: 'said-no', by: memberId });
	}
	if (word?.answer === 'yes') {
		if (since && !isFresh(word, since)) {
			return voice('nothing-that-counts', { cause: since.cause, by: memberId });
		}
		return voice('yes', { cause: word.proposed ? 'proposed' : 'said-yes', by: memberId });
	}
	const decided = decidedFor(memberId, proposal, facts, since, at);
	if (decided && !(word && word.at >= decided.givenAt)) return voice('yes', decided.cause);
	return voice('nothing-that-counts', { cause: word ? 'said-not-yet' : 'silent', by: memberId });
}

/** Their own latest word; proposing is saying yes. Another version's answers are not looked at. */
function lastWord(
	memberId: MemberId,
	proposal: Proposal,
	facts: ConsentFacts,
	at: Date
): Word | undefined {
	const keeper = presentKeeper(facts.box, memberId, at);
	const words: Word[] = ownAnswers(memberId, facts, at)
		.filter((answer) => answer.proposalId === proposal.id)
		.map((answer) => ({ answer: answer.answer, at: answer.at, proposed: false }));
	const proposed = proposal.proposedBy === memberId && keeper;
	if (proposed && keeper.joinedAt <= proposal.proposedAt) {
		words.unshift({ answer: 'yes', at: proposal.proposedAt, proposed: true });
	}
	return words.at(-1);
}

function isFresh(word: Word, since: Since | null): boolean {
	return since === null || word.at > since.at;
}

function decidedFor(
	giverId: MemberId,
	proposal: Proposal,
	facts: ConsentFacts,
	since: Since | null,
	at: Date
): { cause: ConsentCause; givenAt: Date } | null {
	const delegation = namedFor(giverId, proposal.wish, facts, at);
	if (!delegation || hasBroughtBackSince(delegation, proposal.wish, facts, at)) return null;
	const word = lastWord(delegation.namedId, proposal, facts, at);
	if (word?.answer !== 'yes' || !isFresh(word, since)) return null;
	return {
		cause: {
			cause: 'decided-for',
			giver: giverId,
			by: delegation.namedId,
			delegationId: delegation.id
		},
		givenAt: delegation.givenAt
	};
}
