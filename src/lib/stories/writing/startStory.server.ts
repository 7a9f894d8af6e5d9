import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { RELEASED_WAITS_MS } from '#lib/rules/holding.ts';
import type { Place } from './saveDraft.server.ts';

/** Begins a story in a box the viewer keeps; it is theirs alone until they propose it. Gives its id. */
export async function startStory(tx: Tx, viewer: SignedIn, boxId: BoxId): Promise<string> {
	const id = randomUUID();
	await tx.insertInto('story').values({ id, boxId, writerId: viewer.id }).execute();
	await tx.insertInto('draft').values({ storyId: id }).execute();
	return id;
}

/**
 * Its writer lets a story go. What was shared of it is gone from here at once, and what was asked
 * about it is closed. It can be taken back. Throws `NotFound` for everybody but its writer.
 */
export async function letGoStory(tx: Tx, viewer: SignedIn, place: Place): Promise<void> {
	await mustWrite(tx, viewer, place);
	await sql`select lock_box(${place.box})`.execute(tx);
	const ended = await tx
		.updateTable('share')
		.set({ endedAt: sql<Date>`now()`, endedBy: viewer.id })
		.where('storyId', '=', place.story)
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	if (ended.numUpdatedRows > 0n) await tellOthers(tx, viewer, place);
	await tx
		.updateTable('proposal')
		.set({ closedAt: sql<Date>`now()`, closedAs: 'taken_back' })
		.where('storyId', '=', place.story)
		.where('closedAt', 'is', null)
		.execute();
	await tx
		.updateTable('story')
		.set({ letGoAt: sql<Date>`now()` })
		.where('id', '=', place.story)
		.where('letGoAt', 'is', null)
		.execute();
}

/**
 * The writer takes a story back that they let go. It is shared with nobody. Throws `NotFound` for
 * everybody else, and after 30 days.
 */
export async function takeStoryBack(tx: Tx, viewer: SignedIn, place: Place): Promise<void> {
	await mustWrite(tx, viewer, place);
	await sql`select lock_box(${place.box})`.execute(tx);
	const back = await tx
		.updateTable('story')
		.set({ letGoAt: null })
		.where('id', '=', place.story)
		.where((is) =>
			is.or([
				is('letGoAt', 'is', null),
				is('letGoAt', '>', sql<Date>`now() - make_interval(secs => ${RELEASED_WAITS_MS / 1000})`)
			])
		)
		.executeTakeFirst();
	if (back.numUpdatedRows === 0n) throw new NotFound();
}

async function mustWrite(tx: Tx, viewer: SignedIn, { box, story }: Place): Promise<void> {
	const found = await tx
		.selectFrom('story')
		.where('id', '=', story)
		.where('boxId', '=', box)
		.where('writerId', '=', viewer.id)
		.select('id')
		.executeTakeFirst();
	if (!found) throw new NotFound();
}

/** The other keepers learn that what they shared together is out no more. */
async function tellOthers(tx: Tx, viewer: SignedIn, { box, story }: Place): Promise<void> {
	await sql`
		select tell(k.member_id, 'brought_back', ${box}::uuid, ${story}::uuid, ${viewer.id}::uuid)
		from keeper k
		where k.box_id = ${box} and k.member_id <> ${viewer.id} and k.left_at is null and k.died_at is null
	`.execute(tx);
}
