import { sql } from 'kysely';
import { isListed, meeting, type Reader } from '#lib/rules/meeting.ts';
import { visibility } from '#lib/rules/visibility.ts';
import type { Audience, Block, MemberId, Viewer } from '#lib/rules/facts.ts';
import { perPool, together } from '#lib/server/database/together.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { opening } from './markdown.ts';
import { audiencesKnown } from './present.ts';
import { idAskedFor, type Asking } from './readStory.server.ts';
import { remember } from './remember.ts';
import { versionThing, viewerOf, type Judging, type SharedStory } from './storyFacts.ts';

/** A story in the list of stories. */
export type Listed = {
	storyId: string;
	title: string;
	byline: string;
	opening: string;
	audiences: Audience[];
};

/** One page of the list; `older` is the cursor of the next, null at the end. */
export type StoryList = { viewer: SignedIn | null; stories: Listed[]; older: string | null };

type ToldInList = SharedStory & { opening: string };
type ToldList = { stories: ToldInList[]; judging: Judging; reader: ToldReader };
type ListAnswer = { viewer: SignedIn | null; told: ToldList };
/** What the reader leaves out, and whom they have blocked among those who keep these. */
export type ToldReader = { leavesOut: string[]; avoids: { memberId: MemberId; at: string }[] };

const pageLength = 20;
const openingLength = 220;

const openingOf = remember(
	2000,
	(text: string) => text,
	(text) => opening(text, openingLength)
);

/**
 * The stories that whoever asks may read, the newest first. `from` is the cursor of an earlier page;
 * one that is not ours begins at the beginning.
 */
export async function listStories(asking: Asking, from: string | null): Promise<StoryList> {
	const answer = asking.told ?? (await askForStories(asking, from));
	const { viewer, told } = JSON.parse(answer) as ListAnswer;
	const page = told.stories.slice(0, pageLength);
	const last = page.at(-1);
	const more = told.stories.length > pageLength;
	const who = readerOf(viewerOf(viewer, asking.visit), told.reader);
	const now = asking.lamplight.now();
	return {
		viewer,
		stories: page.flatMap((story) => listed(story, told.judging, who, now)),
		older: more && last ? `${last.agreedAt}_${last.storyId}` : null
	};
}

/** A story by its name, and since when it is out. */
export type Named = { storyId: string; title: string; agreedAt: string };

/** As many as a letter or a feed names at once. */
const mostNamed = 30;

/** What this member may come upon (R6) that came out after `since`, the newest first. */
export async function storiesToMeet(
	tx: Tx,
	viewer: SignedIn,
	since: Date,
	now: Date
): Promise<Named[]> {
	const { rows } = await sql<{ told: string }>`
		select story_list('infinity', ${idAskedFor('')}, ${mostNamed}, '{}')::text as told`.execute(tx);
	const { stories, judging, reader } = JSON.parse(rows[0]?.told ?? '') as ToldList;
	const who = readerOf(viewerOf(viewer, null), reader);
	return stories
		.filter(({ agreedAt }) => new Date(agreedAt) > since)
		.filter((story) => {
			const thing = versionThing(story, judging);
			return meeting(who, { ...thing, going: story }, now).met;
		})
		.map(({ storyId, title, agreedAt }) => ({ storyId, title, agreedAt }));
}

/** The newest that anybody may read and find, as a stranger who leaves nothing out has them. */
export async function storiesForAnyone(lamplight: Lamplight): Promise<Named[]> {
	const asking = { lamplight, session: null, visit: null };
	const { told } = JSON.parse(await askForStories(asking, null)) as ListAnswer;
	const reader = readerOf(viewerOf(null, null), told.reader);
	return told.stories
		.filter((story) => listed(story, told.judging, reader, lamplight.now()).length > 0)
		.map(({ storyId, title, agreedAt }) => ({ storyId, title, agreedAt }));
}

/** One trip to Postgres: a `ListAnswer` as JSON text. Strangers may share a trip. */
export async function askForStories(asking: Asking, from: string | null): Promise<string> {
	const { lamplight, session } = asking;
	const [before, after] = cursorOf(from);
	if (session === null) {
		const device = `{${(asking.leavesOut ?? []).join()}}`;
		return strangersList(lamplight.pools.strangers)({ before, after, device });
	}
	const { rows } = await lamplight.pools.pages.query<{ page: string }>({
		name: 'stories-page',
		text: 'select stories_page($1, $2, $3, $4)::text as page',
		values: [session, before, after, pageLength + 1]
	});
	if (!rows[0]) throw new Error('The list of stories has no answer.');
	return rows[0].page;
}

/** `device`: the subjects it leaves out, as Postgres writes an array. */
type ListAsked = { before: string; after: string; device: string };

const strangersList = perPool((pool) =>
	together(
		({ before, after, device }: ListAsked) => `${before} ${after} ${device}`,
		async (questions) => {
			const { rows } = await pool.query<{ page: string }>({
				name: 'stories-pages',
				text: `select stories_page(null, asked.before, asked.after, $4, asked.device::text[])::text as page
					from unnest($1::timestamptz[], $2::uuid[], $3::text[]) with ordinality
						as asked (before, after, device, place)
					order by asked.place`,
				values: [
					questions.map(({ before }) => before),
					questions.map(({ after }) => after),
					questions.map(({ device }) => device),
					pageLength + 1
				]
			});
			return rows.map(({ page }) => page);
		}
	)
);

/** Whoever looks, as R6 is asked about them. */
export function readerOf(viewer: Viewer, { leavesOut, avoids }: ToldReader): Reader {
	if (viewer.kind === 'stranger') return { viewer, leavesOut, avoids: [] };
	const blocks = avoids.map(({ memberId, at }): Block => ({
		keeperId: viewer.id,
		memberId,
		at: new Date(at),
		endedAt: null
	}));
	return { viewer, leavesOut, avoids: blocks };
}

/** R1 and R6 have the last word on every line of the list. */
function listed(story: ToldInList, judging: Judging, reader: Reader, now: Date): Listed[] {
	const thing = versionThing(story, judging);
	const decision = visibility(reader.viewer, thing, now);
	if (decision.show !== 'full') return [];
	if (!isListed(reader, { ...thing, going: story }, now)) return [];
	const { storyId, title, byline } = story;
	const audiences = audiencesKnown(story, decision);
	return [{ storyId, title, byline, audiences, opening: openingOf(story.opening) }];
}

/** The moment and the id after which a page goes on; the moment as Postgres writes it, to the µs. */
function cursorOf(from: string | null): [string, string] {
	const shape = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?\+00:00)_([0-9a-f-]{36})$/;
	const [, before, after] = shape.exec(from ?? '') ?? [];
	const moment = new Date(before ?? '');
	const ours = moment.getTime() && moment.toISOString().slice(0, 19) === before?.slice(0, 19);
	return ours && before && after ? [before, idAskedFor(after)] : ['infinity', idAskedFor('')];
}
