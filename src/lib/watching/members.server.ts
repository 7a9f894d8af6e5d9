import { sql } from 'kysely';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import type { Tx } from '#lib/server/database/viewer.ts';

/**
 * From now on they count as a stranger: what they keep stays theirs, and nothing that others hold is
 * touched. A letter tells them. Twice is once.
 */
export async function suspendMember(tx: Tx, member: string, reason: string): Promise<void> {
	const { rows } = await sql<{ done: boolean }>`
		select suspend_member(${member}, ${reason}) as done
	`.execute(tx);
	if (rows[0]?.done) await tellStanding(tx, member);
}

/** Lifts it, and a removal with it where a host does so. A letter tells them. */
export async function liftSuspension(tx: Tx, member: string): Promise<void> {
	const { rows } = await sql<{ done: boolean }>`
		select lift_suspension(${member}) as done
	`.execute(tx);
	if (rows[0]?.done) await tellStanding(tx, member);
}

/**
 * Their account ends in 30 days; until then they come in, take a copy of what they keep, and may say
 * that it is wrong. What they keep with others stays with those, as when somebody leaves (R3).
 */
export async function removeMember(tx: Tx, member: string, reason: string): Promise<void> {
	const { rows } = await sql<{ until: Date | null }>`
		select remove_member(${member}, ${reason}) as until
	`.execute(tx);
	if (rows[0]?.until) await tellStanding(tx, member);
}

async function tellStanding(tx: Tx, member: string): Promise<void> {
	await enqueueMail(tx, {
		...{ template: 'standing_changed', params: { member }, to: { member } },
		key: `standing:${member}`
	});
}

/** Why the viewer is suspended, since when, and when their account ends; null: they are not. */
export type OwnStanding = { reason: string; since: string; endsAt: string | null };

export async function ownStanding(tx: Tx): Promise<OwnStanding | null> {
	const { rows } = await sql<{ standing: OwnStanding | null }>`
		select own_standing() as standing
	`.execute(tx);
	return rows[0]?.standing ?? null;
}
