import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { subjects, type Subject } from '#lib/rules/subjects.ts';

/** The subjects that were ticked. */
export function subjectsTyped(typed: Record<string, string>): Subject[] {
	return subjects.filter((each) => typed[`subject.${each}`] === 'on');
}

/** What the viewer leaves out, on every page, in every search, letter and mail. */
export async function leftOut(tx: Tx): Promise<string[]> {
	const rows = await tx.selectFrom('leftOut').orderBy('subject').select('subject').execute();
	return rows.map(({ subject }) => subject);
}

/** Leaves out just these from now on. */
export async function leaveOut(
	tx: Tx,
	viewer: SignedIn,
	chosen: readonly Subject[]
): Promise<void> {
	await tx.deleteFrom('leftOut').where('memberId', '=', viewer.id).execute();
	if (chosen.length === 0) return;
	const rows = chosen.map((subject) => ({ memberId: viewer.id, subject }));
	await tx.insertInto('leftOut').values(rows).execute();
}
