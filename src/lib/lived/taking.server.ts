import { sql } from 'kysely';
import type { BoxId } from '#lib/rules/facts.ts';
import type { Tx } from '#lib/server/database/viewer.ts';

/** One thing that was said of what was lived. `you`: about the viewer alone; else of the memory box. */
export type TakenFact = { fact: string; value: string | string[]; you: boolean };

/** What a keeper may take away of it: what all of them know, and what they said of themselves. */
export async function livedToTake(tx: Tx, boxId: BoxId): Promise<TakenFact[]> {
	const rows = await tx
		.selectFrom('livedFact')
		.where('boxId', '=', boxId)
		.orderBy('fact')
		.orderBy('memberId')
		.select(['fact', sql<string>`value::text`.as('value'), 'memberId'])
		.execute();
	return rows.map(({ fact, value, memberId }) => ({
		fact,
		value: JSON.parse(value) as TakenFact['value'],
		you: memberId !== null
	}));
}
