import { saySubject } from '#lib/meeting/words.ts';
import { subjects } from '#lib/rules/subjects.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { sayFace } from './face.ts';
import { writingAt } from './drafts.server.ts';
import { mayWrite, placeOf } from './place.server.ts';

/**
 * What the page needs on which a letter to a story is written. `open`: one may be written; where it is
 * not, what the viewer had written is still theirs, and whether there is such a story is not told.
 */
export async function writingTo(tx: Tx, viewer: SignedIn, story: string, now: Date) {
	const place = await placeOf(tx, viewer, { story });
	const face = await tx.selectFrom('letterFace').select(['weeks', 'year']).executeTakeFirst();
	return {
		open: await mayWrite(tx, place),
		writing: await writingAt(tx, place),
		face: sayFace(face ?? { weeks: null, year: null }, now),
		/** What a letter may be marked with. */
		subjects: subjects.map((subject) => ({ subject, words: saySubject(subject) }))
	};
}
