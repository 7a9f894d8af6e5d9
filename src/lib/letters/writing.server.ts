import { saySubject } from '#lib/meeting/words.ts';
import { subjects } from '#lib/rules/subjects.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { sayFace } from './face.ts';
import { draftTo, mayWrite } from './send.server.ts';

/** What the page needs on which a letter to a story is written. Throws `NotFound` where none may be. */
export async function writingTo(tx: Tx, story: string, now: Date) {
	if (!(await mayWrite(tx, { story }))) throw new NotFound();
	const face = await tx.selectFrom('letterFace').select(['weeks', 'year']).executeTakeFirst();
	return {
		draft: await draftTo(tx, { story }),
		face: sayFace(face ?? { weeks: null, year: null }, now),
		/** What a letter may be marked with. */
		subjects: subjects.map((subject) => ({ subject, words: saySubject(subject) }))
	};
}
