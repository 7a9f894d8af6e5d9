import { sql } from 'kysely';
import { isLive } from '#lib/rules/consent.ts';
import type { BoxId, ConsentFacts, Delegation, MemberId } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import {
	loadConsentFacts,
	nameOf,
	namesIn,
	waitingProposals,
	type Names,
	type Waiting
} from '#lib/sharing/queries.server.ts';

/** Who keeps a box, who was invited into it, and who decides for whom, as one keeper is told. */
export type People = {
	viewer: SignedIn;
	boxId: BoxId;
	boxName: string | null;
	keepers: { id: MemberId; name: string; since: Date; you: boolean }[];
	guests: { id: string; name: string; since: Date }[];
	/** Who was a guest until this place was brought back from a backup, and is not again. */
	guestsBefore: { name: string; email: string }[];
	/** Invitations that nobody has taken up yet. */
	open: { id: string; kind: 'guest' | 'keeper'; who: string }[];
	/** Invitations that not everyone has agreed to. */
	waiting: Waiting[];
	/** Whom this keeper blocked; whoever wrote them a letter is not named by that. */
	blocked: { id: string; name: string | null }[];
	/** Who decides for this keeper, and for whom this keeper does. */
	given: Decider[];
	taken: Decider[];
};
export type Decider = { name: string; kind: Delegation['kind'] };

export async function peopleOf(tx: Tx, viewer: SignedIn, boxId: BoxId, now: Date): Promise<People> {
	const facts = await loadConsentFacts(tx, boxId);
	const names = await namesIn(tx, boxId);
	const live = facts.delegations.filter((each) => isLive(each, facts.box, now));
	const decider = (memberId: MemberId, kind: Delegation['kind']) => ({
		name: nameOf(names, memberId),
		kind
	});
	const waiting = await waitingProposals(tx, boxId, viewer, now);
	return {
		viewer,
		boxId,
		boxName: await boxName(tx, boxId),
		keepers: keepersOf(facts, names, viewer),
		guests: await guestsOf(tx, boxId),
		guestsBefore: await guestsBefore(tx, boxId),
		open: await openInvitations(tx, boxId, now),
		waiting: waiting.filter((each) => each.kind !== 'share'),
		blocked: await blockedBy(tx, viewer),
		given: live
			.filter((each) => each.giverId === viewer.id)
			.map((each) => decider(each.namedId, each.kind)),
		taken: live
			.filter((each) => each.namedId === viewer.id)
			.map((each) => decider(each.giverId, each.kind))
	};
}

async function boxName(tx: Tx, boxId: BoxId): Promise<string | null> {
	const box = await tx.selectFrom('box').where('id', '=', boxId).select('name').executeTakeFirst();
	if (!box) throw new NotFound();
	return box.name;
}

function keepersOf({ box }: ConsentFacts, names: Names, viewer: SignedIn): People['keepers'] {
	return box.keepers
		.filter((each) => each.leftAt === null && each.diedAt === null)
		.map(({ memberId, joinedAt }) => ({
			id: memberId,
			name: nameOf(names, memberId),
			since: joinedAt,
			you: memberId === viewer.id
		}));
}

async function guestsOf(tx: Tx, boxId: BoxId): Promise<People['guests']> {
	return tx
		.selectFrom('guest')
		.where('boxId', '=', boxId)
		.where('withdrawnAt', 'is', null)
		.orderBy('joinedAt')
		.select(['id', 'name', 'joinedAt as since'])
		.execute();
}

async function guestsBefore(tx: Tx, boxId: BoxId): Promise<People['guestsBefore']> {
	const { rows } = await sql<{ name: string; email: string }>`
		select name, email from guests_before(${boxId})`.execute(tx);
	return rows;
}

async function openInvitations(tx: Tx, boxId: BoxId, now: Date): Promise<People['open']> {
	const rows = await tx
		.selectFrom('invitation')
		.where('boxId', '=', boxId)
		.where('usedAt', 'is', null)
		.where('withdrawnAt', 'is', null)
		.where('expiresAt', '>', now)
		.orderBy('invitedAt')
		.select(['id', 'kind', 'name', 'email'])
		.execute();
	return rows.map(({ id, kind, name, email }) => ({
		id,
		kind: kind === 'keeper' ? 'keeper' : 'guest',
		who: name || email || ''
	}));
}

async function blockedBy(tx: Tx, viewer: SignedIn): Promise<People['blocked']> {
	const rows = await tx
		.selectFrom('block as b')
		.leftJoin('member as m', 'm.id', 'b.memberId')
		.where('b.blockerId', '=', viewer.id)
		.where('b.liftedAt', 'is', null)
		.orderBy('b.blockedAt')
		.select(['b.id', 'b.forLetter', 'm.name'])
		.execute();
	return rows.map(({ id, forLetter, name }) => ({ id, name: forLetter ? null : name || null }));
}
