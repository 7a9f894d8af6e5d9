import { sql } from 'kysely';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { orMissing } from './watcher.server.ts';

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
		...{ key: `standing:${member}`, again: true }
	});
}

/** Whoever is suspended says why they think it is wrong, once; hosts are told, and one looks again. */
export async function appealSuspension(tx: Tx, viewer: SignedIn, words: string): Promise<void> {
	const { rows } = await orMissing(
		sql<{ done: boolean }>`select appeal_suspension(${words}) as done`.execute(tx)
	);
	if (!rows[0]?.done) throw new NotFound();
	await tellHosts(tx, viewer.id);
}

/** A letter to those hosts who may answer, that somebody asks; who it is stands on their page alone. */
async function tellHosts(tx: Tx, member: string): Promise<void> {
	const { rows } = await sql<{ host: string }>`select host from hosts_to_answer() host`.execute(tx);
	for (const { host } of rows) {
		await enqueueMail(tx, {
			...{ template: 'suspension_appealed', params: { member }, to: { member: host } },
			...{ key: `appeal:${member}:${host}`, again: true }
		});
	}
}

/** A suspension that somebody asked to have looked at again. */
export type Appealed = {
	suspension: string;
	id: string;
	name: string;
	reason: string;
	words: string;
	askedAt: Date;
};

/** Those that wait for this host, the oldest first. */
export async function suspensionsAppealed(tx: Tx): Promise<Appealed[]> {
	const { rows } = await sql<Appealed>`
		select suspension, id, name, reason, words, asked_at as "askedAt" from suspensions_appealed()
	`.execute(tx);
	return rows;
}

/** Looked at again, and it stays. A letter tells them. */
export async function keepSuspension(tx: Tx, suspension: string): Promise<void> {
	const { rows } = await sql<{ member: string }>`
		select keep_suspension(${suspension}) as member
	`.execute(tx);
	if (rows[0]) await tellStanding(tx, rows[0].member);
}

/**
 * Why the viewer is suspended, since when, and when their account ends; null: they are not. `asked`:
 * they asked another to look again; `answered`: it was looked at, and stays.
 */
export type OwnStanding = {
	reason: string;
	since: string;
	endsAt: string | null;
	asked: boolean;
	answered: boolean;
};

export async function ownStanding(tx: Tx): Promise<OwnStanding | null> {
	const { rows } = await sql<{ standing: OwnStanding | null }>`
		select own_standing() as standing
	`.execute(tx);
	return rows[0]?.standing ?? null;
}
