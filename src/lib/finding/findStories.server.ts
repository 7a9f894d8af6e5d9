import { visibility } from '#lib/rules/visibility.ts';
import type { SignedIn } from '#lib/server/database/viewer.ts';
import { placesNear } from '#lib/server/meaning/places.ts';
import { bitsOf, signatureOf } from '#lib/server/meaning/signature.ts';
import {
	versionThing,
	viewerOf,
	type Asking,
	type Judging,
	type SharedStory
} from '#lib/stories/queries.server.ts';
import type { Asked } from './asked.ts';

/** A story that was found, and the passage of it that is nearest to what was asked. */
export type Found = { storyId: string; title: string; byline: string; passage: string };

/** What was found, the best first, for whoever asked. */
export type Finding = { viewer: SignedIn | null; stories: Found[] };

type ToldStory = SharedStory & { passage: string | null };
type Answer = { viewer: SignedIn | null; told: { stories: ToldStory[]; judging: Judging | null } };

/** More are asked for than shown, since the rule may still leave some out. */
const spare = 5;
const allPlaces = 512;

/**
 * The stories nearest to what is asked that this viewer may come upon, at most `most`. `vectors`: what is
 * asked by its meaning, none where words have to do. `besides`: a story that is not looked for. Nothing
 * of what is asked is kept or logged.
 */
export async function findStories(
	{ lamplight, session, visit }: Asking,
	asked: Asked & { vectors: readonly Float32Array[]; besides: string | null; most: number }
): Promise<Finding> {
	const signatures = asked.vectors.map((vector) => signatureOf(vector));
	const pool = session === null ? lamplight.pools.strangers : lamplight.pools.pages;
	const { rows } = await pool.query<{ page: Answer }>({
		name: 'found-page',
		text: 'select found_page($1, $2, $3, $4, $5, $6, $7, $8) as page',
		values: [
			...[session, asked.words, asked.kin, asked.whole],
			signatures.map(bitsOf),
			signatures.flatMap((signature) => placesNear(signature, allPlaces)),
			...[asked.besides, asked.most + spare]
		]
	});
	if (!rows[0]) throw new Error('What was found has no answer.');
	const { viewer, told } = rows[0].page;
	const who = viewerOf(viewer, visit);
	const now = lamplight.now();
	const shown = told.stories.filter(
		(story) =>
			told.judging && visibility(who, versionThing(story, told.judging), now).show === 'full'
	);
	return { viewer, stories: shown.slice(0, asked.most).map(present) };
}

function present({ storyId, title, byline, passage }: ToldStory): Found {
	return { storyId, title, byline, passage: passage ?? '' };
}
