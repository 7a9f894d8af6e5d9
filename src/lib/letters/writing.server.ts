import { saySubject } from '#lib/meeting/words.ts';
import { subjects } from '#lib/rules/subjects.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { sayFace } from './face.ts';
import { writingAt } from './drafts.server.ts';
import { mayWrite, placeOf } from './place.server.ts';

/** What the page needs on which a letter to a story is written. Throws `NotFound` where none may be. */
export async function writingTo(tx: Tx, viewer: SignedIn, story: string, now: Date) {
	const place = await placeOf(tx, viewer, { story });
	if (!(await mayWrite(tx, place))) throw new NotFound();
	const face = await tx.selectFrom('letterFace').select(['weeks', 'year']).executeTakeFirst();
	return {
		writing: await writingAt(tx, place),
		face: sayFace(face ?? { weeks: null, year: null }, now),
		/** What a letter may be marked with. */
		subjects: subjects.map((subject) => ({ subject, words: saySubject(subject) }))
	};
}
