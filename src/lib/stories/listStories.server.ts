import { visibility } from '#lib/rules/visibility.ts';
import type { Audience, Viewer } from '#lib/rules/facts.ts';
import type { SignedIn } from '#lib/server/database/viewer.ts';
import { opening } from './markdown.ts';
import { audiencesKnown } from './present.ts';
import { readersPool, type Asking } from './readStory.server.ts';
import { remember } from './remember.ts';
import { versionThing, viewerOf, type SharedStory } from './storyFacts.ts';

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
type ListAnswer = { viewer: SignedIn | null; stories: ToldInList[] };

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
	const { viewer, stories: told } = JSON.parse(answer) as ListAnswer;
	const page = told.slice(0, pageLength);
	const last = page.at(-1);
	const older = told.length > pageLength && last ? `${last.agreedAt}_${last.storyId}` : null;
	const who = viewerOf(viewer, asking.visit);
	return { viewer, older, stories: page.flatMap((story) => listed(story, who, asking)) };
}

/** One trip to Postgres: a `ListAnswer` as JSON text. */
export async function askForStories(asking: Asking, from: string | null): Promise<string> {
	const [before, after] = cursorOf(from);
	const { rows } = await readersPool(asking).query<{ page: string }>({
		name: 'stories-page',
		text: 'select stories_page($1, $2, $3, $4)::text as page',
		values: [asking.session, before, after, pageLength + 1]
	});
	return rows[0]?.page ?? '{"viewer":null,"stories":[]}';
}

/** R1 has the last word on every line of the list. */
function listed(story: ToldInList, who: Viewer, { lamplight }: Asking): Listed[] {
	const decision = visibility(who, versionThing(story), lamplight.now());
	if (decision.show !== 'full') return [];
	const { storyId, title, byline } = story;
	const audiences = audiencesKnown(story, decision);
	return [{ storyId, title, byline, audiences, opening: openingOf(story.opening) }];
}

/** The moment and the id after which a page goes on; the moment as Postgres writes it, to the µs. */
function cursorOf(from: string | null): [string, string] {
	const shape = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?\+00:00)_([0-9a-f-]{36})$/;
	const [, before, after] = shape.exec(from ?? '') ?? [];
	const none = '00000000-0000-0000-0000-000000000000';
	return before && after && !Number.isNaN(Date.parse(before))
		? [before, after]
		: ['infinity', none];
}
