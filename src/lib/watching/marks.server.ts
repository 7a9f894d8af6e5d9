import { sql } from 'kysely';
import { liftMark, markSubject } from '#lib/meeting/actions.server.ts';
import { isSubject, type Subject } from '#lib/rules/subjects.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { matterBefore } from './decide.server.ts';
import { asModerator, type Watcher } from './watcher.server.ts';

/** What a story speaks of, and which of it a moderator marked, with why. */
export type SubjectsBefore = { all: string[]; marks: { subject: string; why: string }[] };

/** The same for the story of a matter, for whoever has it before them. */
export async function subjectsBefore(tx: Tx, matter: string): Promise<SubjectsBefore> {
	const { rows } = await sql<{ subjects: SubjectsBefore }>`
		select matter_subjects(${uuidOrMissing(matter)}) as subjects
	`.execute(tx);
	if (!rows[0]) throw new NotFound();
	return rows[0].subjects;
}

/** Marks a subject of the story in a matter, so that it does not come to who leaves it out. Logged. */
export function markInMatter(
	watcher: Watcher,
	matter: string,
	{ subject, why }: { subject: Subject; why: string }
): Promise<void> {
	return asModerator(watcher, async (tx) => {
		await markSubject(tx, await storyIn(tx, matter), subject, why);
	});
}

/** Takes a moderator's mark away again; what its family marked stays. Logged. */
export function liftInMatter(
	watcher: Watcher,
	matter: string,
	subject: string | undefined
): Promise<void> {
	return asModerator(watcher, async (tx) => {
		if (!isSubject(subject ?? '')) throw new NotFound();
		await liftMark(tx, await storyIn(tx, matter), subject as Subject);
	});
}

async function storyIn(tx: Tx, matter: string): Promise<string> {
	const { storyId } = await matterBefore(tx, matter);
	if (storyId === null) throw new NotFound();
	return storyId;
}
