import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';

/** What a moderator may step back from: kinds of matters, and what they are about. */
export const asides = [
	...['report', 'letter', 'first_story', 'danger'],
	...['unkind', 'names_somebody', 'not_theirs', 'selling']
] as const;

/** The kinds and subjects this moderator stepped back from. */
export async function asideOf(tx: Tx, viewer: SignedIn): Promise<string[]> {
	const rows = await tx
		.selectFrom('moderatorAside')
		.where('memberId', '=', viewer.id)
		.where('endedAt', 'is', null)
		.select('what')
		.execute();
	return rows.map(({ what }) => what);
}

/** Steps back from these and from nothing else, from now on. Nobody else learns of it. */
export async function stepBack(
	tx: Tx,
	viewer: SignedIn,
	from: readonly string[],
	now: Date
): Promise<void> {
	const before = await asideOf(tx, viewer);
	const ended = before.filter((what) => !from.includes(what));
	if (ended.length > 0) {
		await tx
			.updateTable('moderatorAside')
			.set({ endedAt: now })
			.where('memberId', '=', viewer.id)
			.where('endedAt', 'is', null)
			.where('what', 'in', ended)
			.execute();
	}
	const begun = from.filter((what) => !before.includes(what));
	if (begun.length === 0) return;
	await tx
		.insertInto('moderatorAside')
		.values(begun.map((what) => ({ memberId: viewer.id, what })))
		.execute();
}
