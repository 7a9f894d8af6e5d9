import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import type { BoxId, KeepsakeId } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { limits } from './limits.ts';
import { keepsakeFace } from './queries.server.ts';
import type { aboutKeepsake, wordsPutIn } from './schema.ts';

type Mine = { viewer: SignedIn; box: BoxId; keepsake: KeepsakeId; now: Date };

/** Puts words in, as one's own or into the box. Gives their id. */
export async function putInWords(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	said: z.output<typeof wordsPutIn>
): Promise<string> {
	const { rows } = await sql<{ things: number | null }>`
		select things_in(${boxId}) as things`.execute(tx);
	const things = rows[0]?.things ?? null;
	if (things === null) throw new NotFound();
	if (things >= limits.thingsInBox) throw new NotRight({ words: m.keepsakes_why_box_full() });
	const id = randomUUID();
	await tx
		.insertInto('keepsake')
		.values({ id, boxId, putInBy: viewer.id, kind: 'words', words: said.words, scope: said.scope })
		.execute();
	return id;
}

/** Changes one's own words. Another keeper's are theirs. */
export async function changeWords(tx: Tx, mine: Mine, words: string): Promise<void> {
	const face = await keepsakeFace(tx, mine.viewer, mine.box, mine.keepsake, mine.now);
	if (face.kind !== 'words' || !face.putInBy?.you || face.covered) throw new NotFound();
	await tx.updateTable('keepsake').set({ words }).where('id', '=', mine.keepsake).execute();
}

/** What any of its keepers may say of a photograph or a file. What is shared keeps what it says. */
export async function sayAbout(
	tx: Tx,
	mine: Mine,
	said: z.output<typeof aboutKeepsake>
): Promise<void> {
	const face = await keepsakeFace(tx, mine.viewer, mine.box, mine.keepsake, mine.now);
	if (face.kind === 'words') throw new NotFound();
	const { caption, alt, cover_words: coverWords, said: inIt } = said;
	// What is covered is not on the page, and not changed unseen.
	const set = face.covered ? { coverWords } : { caption, alt, coverWords, said: inIt };
	await tx.updateTable('keepsake').set(set).where('id', '=', mine.keepsake).execute();
}
