import { sql } from 'kysely';
import { copying } from '#lib/rules/copying.ts';
import type { Answers, Box, BoxId, MemberId, Scope, StoryId } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';

type Words = { title: string; body: string };

/** A story as a keeper may take it away: all of one's own; of another's, what everybody agreed to. */
export type TakenStory = {
	id: string;
	scope: Scope;
	by: { name: string; you: boolean };
	begunAt: Date;
	draft: (Words & { savedAt: Date }) | null;
	keptBeside: (Words & { keptAt: Date })[];
	versions: (Words & {
		number: number;
		byline: string;
		madeAt: Date;
		ownWords: boolean;
		findable: boolean;
		answers: Answers;
		/** What it was to show of what was lived: by fact a text or a list of terms. */
		lived: Record<string, string | string[]>;
		subjects: string[];
		keepsakes: {
			id: string;
			caption: string;
			alt: string;
			coverWords: string;
			covered: boolean;
			said: string;
			moving: boolean;
		}[];
	})[];
};

/** Every story of a box that this keeper may take away, the oldest first. */
export async function storiesToTake(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	now: Date
): Promise<TakenStory[]> {
	const box = await boxOf(tx, boxId);
	const rows = await tx
		.selectFrom('story as s')
		.innerJoin('member as by', 'by.id', 's.writerId')
		.where('s.boxId', '=', boxId)
		.where('s.letGoAt', 'is', null)
		.orderBy('s.begunAt')
		.orderBy('s.id')
		.select(['s.id', 's.scope', 's.writerId', 's.begunAt', 'by.name', 'by.onlyNamedAt'])
		.execute();
	const stories: TakenStory[] = [];
	for (const row of rows) {
		const scope = row.scope as Scope;
		const writerId = row.writerId as MemberId;
		const story = { id: row.id as StoryId, writerId, scope, takedowns: [], matters: [] };
		if (!copying(asViewer(viewer), { kind: 'draft', box, story }, true, now).take) continue;
		const you = writerId === viewer.id;
		// Of somebody whom a copy named there is no more than was agreed to, or it would not be here.
		const versions = await versionsOf(tx, row.id, you || row.onlyNamedAt !== null);
		// What another is still writing is theirs alone.
		if (!you && versions.length === 0) continue;
		stories.push({
			...{ id: row.id, scope, begunAt: row.begunAt, versions },
			by: { name: row.name, you },
			draft: you ? await draftOf(tx, row.id) : null,
			keptBeside: you ? await keptBeside(tx, row.id) : []
		});
	}
	return stories;
}

function asViewer(viewer: SignedIn) {
	const { id, suspended, peer } = viewer;
	return { kind: 'member', id, visit: null, suspended, peer, moderator: false } as const;
}

async function boxOf(tx: Tx, id: BoxId): Promise<Box> {
	const keepers = await tx
		.selectFrom('keeper')
		.where('boxId', '=', id)
		.select(['memberId', 'joinedAt', 'leftAt', 'diedAt'])
		.execute();
	return {
		id,
		keepers: keepers.map((each) => ({ ...each, memberId: each.memberId as MemberId })),
		...{ guests: [], blocks: [], takedowns: [], matters: [] }
	};
}

async function draftOf(tx: Tx, storyId: string) {
	const found = await tx
		.selectFrom('draft')
		.where('storyId', '=', storyId)
		.select(['title', 'body', 'savedAt'])
		.executeTakeFirst();
	return found ?? null;
}

function keptBeside(tx: Tx, storyId: string) {
	return tx
		.selectFrom('draftCopy')
		.where('storyId', '=', storyId)
		.orderBy('keptAt')
		.orderBy('id')
		.select(['title', 'body', 'keptAt'])
		.execute();
}

/** All versions of one's own; of another's, those that every keeper agreed to share. */
async function versionsOf(tx: Tx, storyId: string, own: boolean): Promise<TakenStory['versions']> {
	const rows = await tx
		.selectFrom('storyVersion as v')
		.where('v.storyId', '=', storyId)
		.$if(!own, (query) =>
			query.where(({ exists, selectFrom }) =>
				exists(selectFrom('share as s').whereRef('s.versionId', '=', 'v.id').select('s.id'))
			)
		)
		.orderBy('v.number')
		.select(['v.id', 'v.number', 'v.title', 'v.body', 'v.byline', 'v.madeAt', 'v.ownWords'])
		.select(['v.findable', 'v.answers', 'v.subjects', sql<string>`v.lived::text`.as('livedText')])
		.execute();
	const ids = rows.map(({ id }) => id);
	const placed =
		ids.length === 0
			? []
			: await tx
					.selectFrom('versionKeepsake')
					.where('versionId', 'in', ids)
					.orderBy('position')
					.select(['versionId', 'keepsakeId as id', 'caption', 'alt', 'coverWords', 'covered'])
					.select(['said', 'moving'])
					.execute();
	return rows.map(({ id, livedText, answers, ...version }) => ({
		...version,
		answers: answers as Answers,
		lived: JSON.parse(livedText) as TakenStory['versions'][number]['lived'],
		keepsakes: placed
			.filter((each) => each.versionId === id)
			.map(({ versionId: _version, ...each }) => each)
	}));
}
