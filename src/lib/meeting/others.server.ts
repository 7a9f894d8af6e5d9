import { sql } from 'kysely';
import type { Lived } from '#lib/rules/going.ts';
import { shownIn } from '#lib/rules/going.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import type { Tx } from '#lib/server/database/viewer.ts';

/** "Others here", "many": of a fact as `happened:stillbirth`. Below ten there is no word. */
export type Others = { fact: string; word: 'others' | 'many' };

/** What can be said of these facts: the same to every reader, and never a number. */
export async function othersWith(tx: Tx, lived: Lived): Promise<Others[]> {
	const facts = shownIn(lived).map(({ fact }) => fact);
	if (facts.length === 0) return [];
	const rows = await tx
		.selectFrom('othersHere')
		.where('fact', 'in', facts)
		.orderBy('fact')
		.select(['fact', 'word'])
		.execute();
	return rows as Others[];
}

/** Counts anew, once a day, so that no word changes with any one story. */
export async function countOthers({ pools }: Lamplight): Promise<void> {
	await sql`select count_others()`.execute(pools.worker);
}
