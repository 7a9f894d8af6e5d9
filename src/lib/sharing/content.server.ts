import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { sql } from 'kysely';
import { factOf, goesOut, type Lived } from '#lib/rules/going.ts';
import type { Answers, Narrowing, Share, VersionId } from '#lib/rules/facts.ts';
import { asRuled, type GoesOut } from './going.ts';
import { placedKeepsakesOf } from './placed.server.ts';
import type { Content } from './reading.server.ts';

/** What readers have of a standing share: without what was taken back from nobody since it was agreed. */
export async function contentOut(
	tx: Tx,
	{ storyId, versionId, agreedAt }: Pick<Share, 'storyId' | 'versionId' | 'agreedAt'>,
	narrowings: readonly Narrowing[],
	now: Date
): Promise<Content> {
	const { keepsakes, going, ...words } = await contentOf(tx, versionId);
	const out = keepsakes.filter(({ heldAgainAt }) => !heldAgainAt || heldAgainAt < agreedAt);
	const ruled = goesOut(asRuled(going), { storyId, agreedAt }, narrowings, now);
	const stays = new Set(ruled.lived.map(({ fact }) => factOf(fact)));
	const lived = Object.fromEntries(Object.entries(going.lived).filter(([fact]) => stays.has(fact)));
	return { ...words, keepsakes: out, going: { ...ruled, lived } };
}

/** A frozen version, whole. Throws `NotFound` where it is not the viewer's to see. */
export async function contentOf(tx: Tx, versionId: VersionId): Promise<Content> {
	const found = await tx
		.selectFrom('storyVersion')
		.where('id', '=', versionId)
		.select(['title', 'body', 'byline'])
		.select(goingColumns)
		.executeTakeFirst();
	if (!found) throw new NotFound();
	const { title, body, byline } = found;
	const keepsakes = await placedKeepsakesOf(tx, versionId);
	return { title, body, byline, versionId, going: goingOf(found), keepsakes };
}

/** What goes out with a version, as its row has it; what was lived as JSON text. */
export const goingColumns = [
	'findable',
	'answers',
	'subjects',
	sql<string>`lived::text`.as('livedText')
] as const;

export function goingOf(row: {
	findable: boolean;
	answers: string;
	subjects: string[];
	livedText: string;
}): GoesOut {
	const { findable, answers, subjects, livedText } = row;
	return { findable, answers: answers as Answers, subjects, lived: JSON.parse(livedText) as Lived };
}
