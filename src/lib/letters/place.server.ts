import { sql } from 'kysely';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';

/**
 * For whom a letter is: the keepers of a story; or, in a correspondence, whoever wrote the letter that it
 * answers. No page names them by an id of their own: that would tell who is who from one story to another.
 */
export type LetterTo = { story: string } | { root: string; answers: string };

/** The same as the tables have it. */
export type Place = { storyId: string | null; rootId: string | null; toId: string | null };

/** Throws `NotFound` where that letter is not the viewer's to read, or their own. */
export async function placeOf(tx: Tx, viewer: SignedIn, to: LetterTo): Promise<Place> {
	if ('story' in to) return { storyId: uuidOrMissing(to.story), rootId: null, toId: null };
	const rootId = uuidOrMissing(to.root);
	return { storyId: null, rootId, toId: await writerOf(tx, viewer, rootId, to.answers) };
}

/** Whoever wrote this letter of a correspondence to the viewer. Throws `NotFound`. */
export async function writerOf(
	tx: Tx,
	viewer: SignedIn,
	root: string,
	letter: string
): Promise<string> {
	const found = await tx
		.selectFrom('letter')
		.where('id', '=', uuidOrMissing(letter))
		.where('rootId', '=', uuidOrMissing(root))
		.where('fromId', '<>', viewer.id)
		.select('fromId')
		.executeTakeFirst();
	if (!found) throw new NotFound();
	return found.fromId;
}

/** May the viewer write there now? To somebody they blocked they may not. */
export async function mayWrite(tx: Tx, { storyId, rootId, toId }: Place): Promise<boolean> {
	const asked = rootId
		? sql<{ may: boolean }>`select may_write_to(${rootId}, ${toId}) and not exists (
				select from block where member_id = ${toId} and lifted_at is null) as may`
		: sql<{ may: boolean }>`select may_answer(${storyId}, 'letter') as may`;
	const { rows } = await asked.execute(tx);
	return rows[0]?.may ?? false;
}
