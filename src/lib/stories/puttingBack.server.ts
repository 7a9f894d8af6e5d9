import { randomUUID } from 'node:crypto';
import type { Tx } from '#lib/server/database/viewer.ts';
import type { TakenStory } from './taking.server.ts';

/** A story of a copy, with an id of its own here and its keepsakes by those they have here. */
export type StoryPutBack = Omit<TakenStory, 'by'> & { writer: string };

/**
 * Writes down the stories of a copy in a new box: their drafts, what was kept beside them, and every
 * version with what it was to let out. Nothing of them is shared, and nothing asked.
 */
export async function putBackStories(
	tx: Tx,
	box: string,
	stories: readonly StoryPutBack[]
): Promise<void> {
	await inParts(
		stories.map(({ id, writer, scope, begunAt }) => ({
			...{ id, boxId: box, writerId: writer, scope, begunAt }
		})),
		(some) => tx.insertInto('story').values(some).execute()
	);
	await inParts(
		stories.flatMap(({ id, draft }) => (draft ? [{ ...draft, storyId: id, revision: 1 }] : [])),
		(some) => tx.insertInto('draft').values(some).execute()
	);
	await inParts(
		stories.flatMap(({ id, keptBeside }) =>
			keptBeside.map((each) => ({ ...each, storyId: id, startedFrom: 0 }))
		),
		(some) => tx.insertInto('draftCopy').values(some).execute()
	);
	await putBackVersions(tx, stories);
}

async function putBackVersions(tx: Tx, stories: readonly StoryPutBack[]): Promise<void> {
	const versions = stories.flatMap((story) =>
		story.versions.map((version) => ({ ...version, id: randomUUID(), storyId: story.id }))
	);
	await inParts(
		versions.map(({ keepsakes: _placed, lived, ...version }) => ({
			...version,
			lived: JSON.stringify(lived)
		})),
		(some) => tx.insertInto('storyVersion').values(some).execute()
	);
	await inParts(
		versions.flatMap(({ id, keepsakes }) =>
			keepsakes.map(({ id: keepsakeId, ...said }, position) => ({
				...{ versionId: id, keepsakeId, position },
				...said
			}))
		),
		(some) => tx.insertInto('versionKeepsake').values(some).execute()
	);
}

/** So many rows in one statement. */
const atOnce = 500;

async function inParts<T>(rows: readonly T[], write: (some: T[]) => Promise<unknown>) {
	for (let at = 0; at < rows.length; at += atOnce) await write(rows.slice(at, at + atOnce));
}
