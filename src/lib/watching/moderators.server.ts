import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';

export type Moderator = { id: string; name: string; grantedAt: Date };
export type MemberFound = { id: string; name: string; suspended: boolean; removed: boolean };

/** Who watches over the site, the longest first; for hosts. */
export async function moderatorsOf(tx: Tx): Promise<Moderator[]> {
	return tx
		.selectFrom('moderator as o')
		.innerJoin('member as p', 'p.id', 'o.memberId')
		.where('o.endedAt', 'is', null)
		.orderBy('o.grantedAt')
		.select(['p.id', 'p.name', 'o.grantedAt'])
		.execute();
}

/** Somebody by the address they gave; for hosts, who must know it. Throws `NotRight` for nobody. */
export async function memberAt(tx: Tx, email: string): Promise<MemberFound> {
	const { rows } = await sql<MemberFound>`
		select id, name, suspended, removed from member_at(${email})
	`.execute(tx);
	if (!rows[0]) throw new NotRight({ email: m.watching_host_nobody() });
	return rows[0];
}

/** Names a moderator. Twice is once. */
export async function nameModerator(tx: Tx, viewer: SignedIn, email: string): Promise<void> {
	const { id, suspended } = await memberAt(tx, email);
	if (suspended) throw new NotRight({ email: m.watching_host_suspended_one() });
	await tx
		.insertInto('moderator')
		.values({ memberId: id, grantedBy: viewer.id })
		.onConflict((on) => on.columns(['memberId']).where('endedAt', 'is', null).doNothing())
		.execute();
}

/** Ends it, at once: what they have before them goes back to the others. */
export async function endModerator(
	tx: Tx,
	viewer: SignedIn,
	member: string,
	now: Date
): Promise<void> {
	const ended = await tx
		.updateTable('moderator')
		.set({ endedAt: now, endedBy: viewer.id })
		.where('memberId', '=', member)
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	if (ended.numUpdatedRows === 0n) throw new NotFound();
}
