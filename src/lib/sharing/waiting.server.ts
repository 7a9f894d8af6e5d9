import type { Tx, SignedIn } from '#lib/server/database/viewer.ts';
import { mayRemind, needsYesOf, proposalState, type ProposalState } from '#lib/rules/consent.ts';
import type {
	Answer,
	Audience,
	BoxId,
	ConsentFacts,
	MemberId,
	Proposal,
	ProposalId
} from '#lib/rules/facts.ts';
import { loadConsentFacts } from './facts.server.ts';
import { nameOf, namesIn, type Names } from './names.server.ts';

/** What somebody has said to a question, as the others may know it: never when, never why. */
export type Said = Answer['answer'] | 'silent' | 'decided_for';
type Voice = { name: string; said: Said };

/** An open question as one keeper has it. */
export type Waiting = {
	id: ProposalId;
	kind: 'share' | 'invite_guest' | 'invite_keeper';
	/** The story's title, or the name or address of whoever would be invited. */
	about: string;
	audiences: readonly Audience[];
	/** Who asks; null: this keeper. */
	by: string | null;
	state: ProposalState['state'];
	/** This keeper's own answer; null where they are not asked. */
	yours: Said | null;
	others: Voice[];
	/** Those who had not answered were reminded. There is one reminder and no other. */
	reminded: boolean;
	/** This keeper asks, and may remind those who have not answered. */
	mayRemind: boolean;
};

/** The questions that are open in a box, oldest first. */
export async function waitingProposals(
	tx: Tx,
	boxId: BoxId,
	viewer: SignedIn,
	now: Date
): Promise<Waiting[]> {
	const facts = await loadConsentFacts(tx, boxId);
	const open = facts.proposals.filter((each) => each.closedAt === null);
	if (open.length === 0) return [];
	const [names, about] = [await namesIn(tx, boxId), await subjectsOf(tx, open)];
	return open.flatMap((proposal) => {
		const one = waitingFor(proposal, facts, viewer, names, now);
		return one ? [{ ...one, about: about.get(proposal.id) ?? '' }] : [];
	});
}

/** One question for one keeper; null where it came to nothing (whoever asked has left). */
export function waitingFor(
	proposal: Proposal,
	facts: ConsentFacts,
	viewer: SignedIn,
	names: Names,
	now: Date
): Omit<Waiting, 'about'> | null {
	const { id, wish, proposedBy } = proposal;
	if (wish.kind !== 'share' && wish.kind !== 'invite_guest' && wish.kind !== 'invite_keeper') {
		return null;
	}
	const state = proposalState(proposal, facts, now);
	if (state.state === 'void') return null;
	const asked = needsYesOf(wish, facts, now);
	const said = (memberId: MemberId) => saidBy(memberId, proposal, facts, state);
	return {
		id,
		kind: wish.kind,
		audiences: wish.kind === 'share' ? wish.audiences : [],
		by: proposedBy === viewer.id ? null : nameOf(names, proposedBy),
		state: state.state,
		yours: asked.includes(viewer.id) ? said(viewer.id) : null,
		others: asked
			.filter((each) => each !== viewer.id)
			.map((each) => ({ name: nameOf(names, each), said: said(each) })),
		reminded: proposal.remindedAt !== null,
		mayRemind: mayRemind(viewer.id, proposal, facts, now).allowed
	};
}

function saidBy(
	memberId: MemberId,
	{ id, proposedBy }: Proposal,
	facts: ConsentFacts,
	{ causes }: ProposalState
): Said {
	for (const each of causes) {
		if (each.cause === 'decided-for' && each.giver === memberId) return 'decided_for';
		if (!('by' in each) || each.by !== memberId) continue;
		if (each.cause === 'said-no') return 'no';
		if (each.cause === 'said-yes' || each.cause === 'proposed') return 'yes';
		if (each.cause === 'said-not-yet') return 'not_yet';
		if (['silent', 'yes-before-one-went', 'yes-before-taken-back'].includes(each.cause)) {
			return 'silent';
		}
	}
	const last = facts.answers.findLast(
		(each) => each.proposalId === id && each.memberId === memberId
	);
	return last?.answer ?? (proposedBy === memberId ? 'yes' : 'silent');
}

/** What each question is about, in words of the family's own. */
export async function subjectsOf(
	tx: Tx,
	proposals: readonly Proposal[]
): Promise<Map<ProposalId, string>> {
	const ids = proposals.map((each) => each.id);
	if (ids.length === 0) return new Map();
	const rows = await tx
		.selectFrom('proposal as p')
		.leftJoin('storyVersion as v', 'v.id', 'p.versionId')
		.where('p.id', 'in', ids)
		.select(['p.id', 'v.title', 'p.inviteeName', 'p.inviteeEmail'])
		.execute();
	return new Map(
		rows.map((row) => [
			row.id as ProposalId,
			row.title || row.inviteeName || row.inviteeEmail || ''
		])
	);
}
