import { sql } from 'kysely';
import type { Subject } from '#lib/rules/subjects.ts';
import type { Tx } from '#lib/server/database/viewer.ts';

/**
 * A moderator marks a subject that a story speaks of, so that it does not come to readers who leave it
 * out. Refused by Postgres to anybody else, and for a story they cannot see.
 */
export async function markSubject(
	tx: Tx,
	storyId: string,
	subject: Subject,
	why: string
): Promise<void> {
	await sql`select mark_subject(${storyId}, ${subject}, ${why})`.execute(tx);
}

/** Takes such a mark away again. */
export async function liftMark(tx: Tx, storyId: string, subject: Subject): Promise<void> {
	await sql`select lift_mark(${storyId}, ${subject})`.execute(tx);
}
