import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { VersionId } from '#lib/rules/facts.ts';
import { photographsOf } from './photographs.server.ts';
import type { Content } from './reading.server.ts';

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
