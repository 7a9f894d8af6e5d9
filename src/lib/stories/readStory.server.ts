import { perPool, together } from '#lib/server/database/together.ts';
import type { SignedIn } from '#lib/server/database/viewer.ts';
import type { LetterWay } from '#lib/rules/facts.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { renderStory } from './markdown.ts';
import { present } from './present.ts';
import type { Reading } from './reading.ts';
import { remember } from './remember.ts';
import { viewerOf, type StoryFacts, type ToldStory } from './storyFacts.ts';

/**
 * Who asks: the session's token and the visit's name, each null where there is none. `told`: what
 * Postgres answered to this very question a moment ago (see `rememberedPages.server.ts`).
 */
export type Asking = {
	lamplight: Lamplight;
	session: string | null;
	visit: string | null;
	told?: string | null;
	/** What their device leaves out; of nobody who is signed in. */
	leavesOut?: readonly string[];
};

/** What Postgres told of one story in one trip, and who was asking. */
export type StoryAnswer = {
	viewer: SignedIn | null;
	told: StoryFacts | null;
	/** How the reader may answer it; null where they may not, or are not signed in. */
	answering?: { with: boolean; ways: LetterWay[] } | null;
};

/** A version never changes, so neither does its HTML. 500 stories of some pages are a few MB. */
const blocksOf = remember(
	500,
	(story: ToldStory) => story.versionId,
	(story) => renderStory(story.body)
);

/**
 * A shared story as whoever asks may have it now. Throws `NotFound` alike where it is hidden from
 * them, where it does not exist, and where the id cannot be one.
 */
export async function readStory(
	asking: Asking,
	storyId: string
): Promise<{
	viewer: SignedIn | null;
	story: ToldStory;
	reading: Reading;
	answering: StoryAnswer['answering'];
}> {
	const answer = asking.told ?? (await askForStory(asking, storyId));
	const { viewer, told, answering } = JSON.parse(answer) as StoryAnswer;
	const { lamplight, visit } = asking;
	const who = viewerOf(viewer, visit);
	const reading = told && present(told, blocksOf(told.story), who, lamplight.now());
	if (!reading) throw new NotFound();
	return { viewer, story: told.story, reading, answering };
}

/** One trip to Postgres: a `StoryAnswer` as JSON text. Strangers may share a trip. */
export async function askForStory(asking: Asking, storyId: string): Promise<string> {
	const { lamplight, session, visit } = asking;
	const story = idAskedFor(storyId);
	if (session === null) return strangersStory(lamplight.pools.strangers)({ visit, story });
	const { rows } = await lamplight.pools.pages.query<{ page: string }>({
		name: 'story-page',
		text: 'select story_page($1, $2, $3)::text as page',
		values: [session, visit, story]
	});
	if (!rows[0]) throw new Error('A story was asked for and nothing was answered.');
	return rows[0].page;
}

const strangersStory = perPool((pool) =>
	together(
		({ visit, story }: { visit: string | null; story: string }) => `${story} ${visit}`,
		async (questions) => {
			const { rows } = await pool.query<{ page: string }>({
				name: 'story-pages',
				text: `select story_page(null, asked.visit, asked.story)::text as page
					from unnest($1::text[], $2::uuid[]) with ordinality as asked (visit, story, place)
					order by asked.place`,
				values: [questions.map(({ visit }) => visit), questions.map(({ story }) => story)]
			});
			return rows.map(({ page }) => page);
		}
	)
);

/** Strangers read on connections whose viewer is fixed as nobody. */
export function readersPool({ lamplight, session }: Asking) {
	return session === null ? lamplight.pools.strangers : lamplight.pools.pages;
}

/** What cannot be an id is asked for as one that nothing has, so that it looks and takes the same. */
export function idAskedFor(text: string): string {
	const shape = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
	return shape.test(text) ? text : '00000000-0000-0000-0000-000000000000';
}
