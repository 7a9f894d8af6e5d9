import { meeting } from '#lib/rules/meeting.ts';
import type { SignedIn } from '#lib/server/database/viewer.ts';
import { placesNear } from '#lib/server/meaning/places.ts';
import { bitsOf, type Signature } from '#lib/server/meaning/signature.ts';
import {
	readerOf,
	versionThing,
	viewerOf,
	type Asking,
	type Judging,
	type SharedStory,
	type ToldReader
} from '#lib/stories/queries.server.ts';
import type { Asked } from './asked.ts';

/** A story that was found, and the passage of it that is nearest to what was asked. */
export type Found = { storyId: string; title: string; byline: string; passage: string };

/** What was found, the best first, for whoever asked. */
export type Finding = { viewer: SignedIn | null; stories: Found[] };

type ToldStory = SharedStory & { passage: string | null };
type Told = { stories: ToldStory[]; by: { judging: Judging; reader: ToldReader } };
type Answer = { viewer: SignedIn | null; told: Told };

/** More are asked for than shown, since the rule may still leave some out. */
const spare = 5;
const allPlaces = 512;

/** How it is looked for. */
export type Looking = {
	/** What is asked by its meaning, none where words have to do. */
	signatures: readonly Signature[];
	/** A story that is not looked for. */
	besides: string | null;
	most: number;
	/** What was lived, to be near to, as terms (`livedTerms`). */
	facts: readonly string[];
	/** What has to have been lived, as terms. */
	required: readonly string[];
};

/**
 * The stories nearest to what is asked that this viewer may meet (R6), the best first. Postgres
 * denies by itself, and the rule has the last word. Nothing of what is asked is kept or logged.
 */
export async function findStories(
	{ lamplight, session, visit, leavesOut = [] }: Asking,
	asked: Asked & Looking
): Promise<Finding> {
	const { signatures } = asked;
	const pool = session === null ? lamplight.pools.strangers : lamplight.pools.pages;
	const { rows } = await pool.query<{ page: Answer }>({
		name: 'found-page',
		text: 'select found_page($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) as page',
		values: [
			...[session, asked.words, asked.kin, asked.whole],
			signatures.map(bitsOf),
			signatures.flatMap((signature) => placesNear(signature, allPlaces)),
			...[asked.facts, asked.required, asked.besides, asked.most + spare, leavesOut]
		]
	});
	if (!rows[0]) throw new Error('What was found has no answer.');
	const { viewer, told } = rows[0].page;
	const { judging, reader } = told.by;
	const who = readerOf(viewerOf(viewer, visit), reader);
	const now = lamplight.now();
	const shown = told.stories.filter(
		(story) => meeting(who, { ...versionThing(story, judging), going: story }, now).met
	);
	return { viewer, stories: shown.slice(0, asked.most).map(present) };
}

function present({ storyId, title, byline, passage }: ToldStory): Found {
	return { storyId, title, byline, passage: passage ?? '' };
}
