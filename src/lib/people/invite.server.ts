import { sql } from 'kysely';
import { NotRight } from '#lib/server/failures.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Wish } from '#lib/rules/facts.ts';
import { keeping, put, sorry, type Actor, type Keeping } from '#lib/sharing/actions.server.ts';
import { namesIn } from '#lib/sharing/queries.server.ts';

/** `asked`: the others have to agree first. */
export type Invited = { outcome: 'sent' | 'asked' };

/** Letters that one keeper may have sent in a day: enough for a family, too few to bother strangers. */
const letters = { most: 20, withinSeconds: 24 * 60 * 60 };

/** Invites somebody to keep the box too, when everyone who keeps it agrees (R2). */
export function inviteKeeper(actor: Actor, boxId: string, email: string): Promise<Invited> {
	return invite(actor, boxId, { kind: 'invite_keeper', invitee: email }, '', 'keeperEmail');
}

/** Invites somebody to see what is shared with family, when everyone who keeps the box agrees. */
export function inviteGuest(
	actor: Actor,
	boxId: string,
	name: string,
	email: string
): Promise<Invited> {
	return invite(actor, boxId, { kind: 'invite_guest', invitee: email }, name, 'guestEmail');
}

async function invite(
	actor: Actor,
	boxId: string,
	wish: Extract<Wish, { invitee: string }>,
	name: string,
	field: string
): Promise<Invited> {
	return keeping(actor, boxId, async (mine) => {
		await withinBounds(mine, field);
		if (await isOpen(mine, wish)) throw new NotRight({ [field]: m.people_invited_already() });
		const made = await put(mine, wish, { name, email: wish.invitee });
		if (made.put) return { outcome: made.outcome === 'done' ? 'sent' : 'asked' };
		throw new NotRight({ [field]: sorry(made.causes, await namesIn(mine.tx, mine.boxId)) });
	});
}

async function withinBounds({ tx, viewer }: Keeping, field: string): Promise<void> {
	const { rows } = await sql<{ allowed: boolean }>`
		select allow(${`invite:${viewer.id}`}, ${letters.most}, ${letters.withinSeconds}) as allowed
	`.execute(tx);
	if (!rows[0]?.allowed) throw new NotRight({ [field]: m.people_too_many() });
}

/** There is a letter on its way to this address already, for the same thing. */
async function isOpen({ tx, boxId, now }: Keeping, wish: { kind: string; invitee: string }) {
	const open = await tx
		.selectFrom('invitation')
		.where('boxId', '=', boxId)
		.where('kind', '=', wish.kind === 'invite_keeper' ? 'keeper' : 'guest')
		.where((eb) => eb.fn<string>('lower', ['email']), '=', wish.invitee)
		.where('usedAt', 'is', null)
		.where('withdrawnAt', 'is', null)
		.where('expiresAt', '>', now)
		.select('id')
		.executeTakeFirst();
	return open !== undefined;
}
