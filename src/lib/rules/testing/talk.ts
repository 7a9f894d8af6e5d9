/**
 * What Anna, Tom and whoever joins say to one another about sharing: proposals, answers, and
 * "decide for me". The usual question is Anna's, on day 10: the story, for peers.
 */
import type {
	Answer,
	Audience,
	ConsentFacts,
	DecisionKind,
	Delegation,
	DelegationId,
	Going,
	MemberId,
	Placement,
	Proposal,
	ProposalId,
	Version,
	VersionId,
	Wish
} from '../facts.ts';
import { anna, box, day, photoId, story, storyId, v1, v2 } from './family.ts';

export const first = 'first' as ProposalId;
export const second = 'second' as ProposalId;

export function sharing(audiences: readonly Audience[] = ['peers'], versionId = v1): Wish {
	return { kind: 'share', storyId, versionId, audiences };
}

export function proposal(changes: Partial<Proposal> = {}): Proposal {
	const open = { remindedAt: null, closedAt: null, closedAs: null };
	return { id: first, wish: sharing(), proposedBy: anna, proposedAt: day(10), ...open, ...changes };
}

export function says(
	memberId: MemberId,
	answer: Answer['answer'],
	at: Date,
	proposalId = first
): Answer {
	return { proposalId, memberId, answer, viaDelegation: null, at };
}

export function decideForMe(
	giverId: MemberId,
	namedId: MemberId,
	givenAt: Date,
	changes: Partial<Delegation> = {}
): Delegation {
	const kind: DecisionKind = 'share';
	const id = `${giverId}-${namedId}` as DelegationId;
	return { id, giverId, namedId, kind, givenAt, endedAt: null, ...changes };
}

export function placement(changes: Partial<Placement> = {}): Placement {
	const usual = { kind: 'photograph', scope: 'box', putInBy: anna, covered: true } as const;
	return { keepsakeId: photoId, ...usual, heldAgainAt: null, ...changes };
}

/** Not to be found, not to be answered, and nothing of what was lived. */
export const nothingMore: Going = { findable: false, answers: 'none', lived: [], subjects: [] };

export function version(id: VersionId, changes: Partial<Version> = {}): Version {
	return { id, storyId, ownWords: false, keepsakes: [placement()], ...nothingMore, ...changes };
}

export const ownWords = (id = v1) => version(id, { ownWords: true, keepsakes: [] });

export function talk(changes: Partial<ConsentFacts> = {}): ConsentFacts {
	return {
		box: box(),
		stories: [story()],
		versions: [version(v1), version(v2)],
		shares: [],
		narrowings: [],
		proposals: [proposal()],
		answers: [],
		delegations: [],
		...changes
	};
}
