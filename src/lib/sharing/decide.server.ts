import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import { sealToken } from '#lib/server/mail/seal.ts';
import { carryOut, mayPropose, needsYesOf, proposalState } from '#lib/rules/consent.ts';
import type { ConsentCause } from '#lib/rules/causes.ts';
import type { Answer, MemberId, Proposal, ProposalId, Wish } from '#lib/rules/facts.ts';
import type { Keeping } from './keeping.server.ts';
import { ask, leaveWord, tellDecidedFor } from './tell.server.ts';

/** What became of a question: it is done, it waits for somebody, or somebody wishes otherwise. */
export type Outcome = 'done' | 'waiting' | 'declined';

/** The wish as its table holds it beyond the wish itself: whom the family knows by which name. */
export type Invitee = { name: string; email: string };

export type Put =
	| { put: true; proposalId: ProposalId; outcome: Outcome }
	| { put: false; causes: readonly ConsentCause[] };

/**
 * Puts a wish to the keepers, with its proposer's own yes, tells those whose yes it takes, and does
 * it at once where that is nobody else's. Tells why not, where the rule refuses.
 */
export async function put(keeping: Keeping, wish: Wish, invitee?: Invitee): Promise<Put> {
	const { viewer, facts, now } = keeping;
	const ruling = mayPropose(viewer.id, wish, facts, now);
	if (!ruling.allowed) return { put: false, causes: ruling.causes };
	const proposal: Proposal = {
		id: randomUUID() as ProposalId,
		wish,
		proposedBy: viewer.id,
		proposedAt: now,
		remindedAt: null,
		closedAt: null,
		closedAs: null
	};
	await insertProposal(keeping, proposal, invitee);
	const asking = { ...keeping, facts: { ...facts, proposals: [...facts.proposals, proposal] } };
	const { outcome, decidedFor } = await say(asking, proposal, 'yes');
	if (outcome !== 'done') {
		const asked = ruling.tell.filter((each) => !decidedFor.includes(each));
		await ask(keeping, asked, proposal.id, storyOf(wish));
	}
	return { put: true, proposalId: proposal.id, outcome };
}

/**
 * Adds the viewer's answer, and does what was asked when with it everyone has agreed. Those for whom
 * it counts too are told, whether or not it is done by it.
 */
export async function say(
	keeping: Keeping,
	proposal: Proposal,
	answer: Answer['answer']
): Promise<{ outcome: Outcome; decidedFor: MemberId[] }> {
	const { tx, viewer, facts, now } = keeping;
	const said = { proposalId: proposal.id, memberId: viewer.id, answer };
	await tx
		.insertInto('consent')
		.values({ ...said, givenAt: now })
		.execute();
	const answers = [...facts.answers, { ...said, viaDelegation: null, at: now }];
	const after = { ...keeping, facts: { ...facts, answers } };
	const { causes } = proposalState(proposal, after.facts, now);
	const decidedFor = causes.flatMap((each) =>
		each.cause === 'decided-for' && each.by === viewer.id && answer === 'yes' ? [each.giver] : []
	);
	await tellDecidedFor(keeping, decidedFor, proposal.id, storyOf(proposal.wish));
	return { outcome: await settle(after, proposal, decidedFor), decidedFor };
}

/** Does what was asked, where everyone has agreed: in this same transaction, or not at all. */
export async function settle(
	keeping: Keeping,
	proposal: Proposal,
	told: readonly MemberId[] = []
): Promise<Outcome> {
	const { tx, facts, now } = keeping;
	if (!carryOut(proposal, facts, now).allowed) {
		return proposalState(proposal, facts, now).state === 'declined' ? 'declined' : 'waiting';
	}
	await sql`select enact(${proposal.id}, ${randomUUID()})`.execute(tx);
	const { wish } = proposal;
	if (wish.kind !== 'share') await openInvitation(keeping, proposal);
	const others = needsYesOf(wish, facts, now).filter((each) => othersOf(keeping).includes(each));
	const rest = others.filter((each) => !told.includes(each));
	await leaveWord(keeping, rest, wish.kind === 'share' ? 'shared' : 'invited', storyOf(wish));
	return 'done';
}

/** The keepers other than whoever acts. */
export function othersOf({ facts, viewer }: Keeping): MemberId[] {
	return facts.box.keepers
		.filter((keeper) => keeper.leftAt === null && keeper.diedAt === null)
		.map((keeper) => keeper.memberId)
		.filter((memberId) => memberId !== viewer.id);
}

function storyOf(wish: Wish) {
	return 'storyId' in wish ? wish.storyId : null;
}

async function insertProposal(keeping: Keeping, proposal: Proposal, invitee?: Invitee) {
	const { tx, boxId, viewer, now } = keeping;
	const { wish } = proposal;
	const row = { id: proposal.id, boxId, kind: wish.kind, proposedBy: viewer.id, proposedAt: now };
	const about =
		wish.kind === 'share'
			? {
					storyId: wish.storyId,
					versionId: wish.versionId,
					toFamily: wish.audiences.includes('family'),
					toPeers: wish.audiences.includes('peers'),
					toAnyone: wish.audiences.includes('anyone')
				}
			: { inviteeName: invitee?.name ?? '', inviteeEmail: invitee?.email };
	await tx
		.insertInto('proposal')
		.values({ ...row, ...about })
		.execute();
}

/** How long the letter's link stands. */
const invitationDays = 30;

async function openInvitation({ tx, secret }: Keeping, proposal: Proposal): Promise<void> {
	const token = randomBytes(32).toString('base64url');
	const hashed = createHash('sha256').update(token).digest('hex');
	await sql`select open_invitation(${proposal.id}, ${randomUUID()}, ${hashed}, ${invitationDays})`.execute(
		tx
	);
	const invited = await tx
		.selectFrom('proposal')
		.where('id', '=', proposal.id)
		.select(['inviteeEmail', 'kind'])
		.executeTakeFirstOrThrow();
	await enqueueMail(tx, {
		template: invited.kind === 'invite_keeper' ? 'invitation_keeper' : 'invitation_guest',
		params: { sealed: sealToken(secret, token) },
		to: { address: invited.inviteeEmail ?? '' }
	});
}
