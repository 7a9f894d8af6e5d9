import { NotFound } from '#lib/server/failures.ts';
import { mayDelegate } from '#lib/rules/consent.ts';
import type { Delegation, DelegationId, MemberId } from '#lib/rules/facts.ts';
import { randomUUID } from 'node:crypto';
import { settle } from './decide.server.ts';
import type { z } from 'zod';
import type { deciderChosen } from './schema.ts';
import { keeping, type Actor, type Keeping } from './keeping.server.ts';

/** The kinds of decision that can be left to another keeper. */
type Delegable = z.infer<typeof deciderChosen>['kind'];

/**
 * "Decide for me": from now on the named keeper's own yes counts for the viewer too, in this kind of
 * question, also in one that is open now. Throws `NotFound` where they do not both keep this box.
 */
export async function decideForMe(
	actor: Actor,
	boxId: string,
	named: string,
	kind: Delegable
): Promise<void> {
	return keeping(actor, boxId, async (mine) => {
		const { tx, viewer, facts, now } = mine;
		const namedId = named as MemberId;
		if (!mayDelegate(viewer.id, namedId, facts.box, now).allowed) throw new NotFound();
		await endGiven(mine, kind);
		const given: Delegation = {
			id: randomUUID() as DelegationId,
			giverId: viewer.id,
			namedId,
			kind,
			givenAt: now,
			endedAt: null
		};
		await tx
			.insertInto('delegation')
			.values({ ...given, boxId: mine.boxId })
			.execute();
		await settleOpen(
			{ ...mine, facts: { ...facts, delegations: [...endedIn(mine, kind), given] } },
			kind
		);
	});
}

/** Takes it back: from now on the viewer answers for themselves. */
export async function takeBackDelegation(
	actor: Actor,
	boxId: string,
	kind: Delegable
): Promise<void> {
	return keeping(actor, boxId, (mine) => endGiven(mine, kind));
}

async function endGiven({ tx, viewer, boxId, now }: Keeping, kind: Delegable): Promise<void> {
	await tx
		.updateTable('delegation')
		.set({ endedAt: now })
		.where('boxId', '=', boxId)
		.where('giverId', '=', viewer.id)
		.where('kind', '=', kind)
		.where('endedAt', 'is', null)
		.execute();
}

function endedIn({ facts, viewer, now }: Keeping, kind: Delegable): Delegation[] {
	return facts.delegations.map((each) =>
		each.giverId === viewer.id && each.kind === kind && each.endedAt === null
			? { ...each, endedAt: now }
			: each
	);
}

/** What only waited for the one who left it to another is now done. */
async function settleOpen(mine: Keeping, kind: Delegable): Promise<void> {
	// All that goes out with a story is decided by what is shared.
	const decides = kind === 'invite_guest' || kind === 'invite_keeper' ? kind : 'share';
	const open = mine.facts.proposals.filter(
		(each) => each.closedAt === null && each.wish.kind === decides
	);
	for (const proposal of open) await settle(mine, proposal);
}
