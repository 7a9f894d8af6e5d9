import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { sayFace } from './face.ts';
import { draftTo, mayWrite } from './send.server.ts';
import { subjectChoices } from './subjectWords.ts';

/** What the page needs on which a letter to a story is written. Throws `NotFound` where none may be. */
export async function writingTo(tx: Tx, story: string, now: Date) {
	if (!(await mayWrite(tx, { story }))) throw new NotFound();
	const face = await tx.selectFrom('letterFace').select(['weeks', 'year']).executeTakeFirst();
	return {
		draft: await draftTo(tx, { story }),
		face: sayFace(face ?? { weeks: null, year: null }, now),
		subjects: subjectChoices()
	};
}
