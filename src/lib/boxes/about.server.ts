import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { BoxId } from '#lib/rules/facts.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { About } from './aboutForm.ts';

/** What is said about a box; to anybody but a present keeper there is no such box. */
export async function aboutBox(tx: Tx, box: string): Promise<About> {
	const found = await tx
		.selectFrom('box')
		.where('id', '=', box)
		.select(['name', 'bornOn', 'diedOn', 'dueOn', 'weeks', 'daysPastWeeks', 'happened'])
		.executeTakeFirst();
	if (!found) throw new NotFound();
	return found;
}

/** Begins a memory box that the viewer keeps; gives its id. */
export async function beginBox(tx: Tx, about: About): Promise<BoxId> {
	const id = randomUUID() as BoxId;
	await sql`select begin_box(${id})`.execute(tx);
	await changeAbout(tx, id, about);
	return id;
}

/** Changes what is said about a box; to anybody but a present keeper there is no such box. */
export async function changeAbout(tx: Tx, box: string, about: About): Promise<void> {
	const changed = await tx.updateTable('box').set(about).where('id', '=', box).executeTakeFirst();
	if (changed.numUpdatedRows === 0n) throw new NotFound();
}
