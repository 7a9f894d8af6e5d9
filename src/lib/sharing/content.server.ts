import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Share, VersionId } from '#lib/rules/facts.ts';
import { photographsOf } from './photographs.server.ts';
import type { Content } from './reading.server.ts';

/** What readers have of a standing share: without what was taken back from nobody since it was agreed. */
export async function contentOut(
	tx: Tx,
	{ versionId, agreedAt }: Pick<Share, 'versionId' | 'agreedAt'>
): Promise<Content> {
	const { photographs, ...words } = await contentOf(tx, versionId);
	const out = photographs.filter(({ heldAgainAt }) => !heldAgainAt || heldAgainAt < agreedAt);
	return { ...words, photographs: out };
}

/** A frozen version, whole. Throws `NotFound` where it is not the viewer's to see. */
export async function contentOf(tx: Tx, versionId: VersionId): Promise<Content> {
	const found = await tx
		.selectFrom('storyVersion')
		.where('id', '=', versionId)
		.select(['title', 'body', 'byline'])
		.executeTakeFirst();
	if (!found) throw new NotFound();
	return { ...found, versionId, photographs: await photographsOf(tx, versionId) };
}
