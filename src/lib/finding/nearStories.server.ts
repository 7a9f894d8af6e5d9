import type { Lived } from '#lib/rules/going.ts';
import { signatureFrom } from '#lib/server/meaning/signature.ts';
import type { Asking } from '#lib/stories/queries.server.ts';
import { askedLike, passagesAcross } from './asked.ts';
import { findStories, type Finding, type Looking } from './findStories.server.ts';
import { isEnglish } from './isEnglish.ts';
import { livedTerms } from './livedTerms.ts';

/** How many stories are near to one. */
const most = 6;
/** A long text is looked at in so many passages. */
const mostPassages = 4;

/** What is near, and whether meaning was looked at or words alone. */
export type Nearness = Finding & { byMeaning: boolean };

/**
 * The stories nearest to a text, by what its words mean, by the words themselves and by what was lived;
 * never by how many read them. In a language that the model does not know, words have to do. Nothing of the text is kept.
 */
export async function nearStories(
	asking: Asking,
	text: string,
	{ atMost = most, lived = {} }: { atMost?: number; lived?: Lived } = {}
): Promise<Nearness> {
	const { meaning } = asking.lamplight;
	const isKnown = meaning.languages.includes('en') && isEnglish(text);
	const passages = isKnown ? passagesAcross(text, mostPassages) : [];
	// Without the model words have to do, too: a page is better than none.
	const signatures = await meaning.sign(passages).catch(() => []);
	const facts = livedTerms(lived);
	return near(asking, text, { signatures, facts, besides: null, most: atMost });
}

/** The stories nearest to one that this viewer reads. What it means is known already. */
export async function nearToStory(
	asking: Asking,
	story: { id: string; text: string }
): Promise<Nearness> {
	const { lamplight, session } = asking;
	const pool = session === null ? lamplight.pools.strangers : lamplight.pools.pages;
	const { rows } = await pool.query<{ bits: string[]; facts: string[] }>({
		name: 'story-meaning',
		text: 'select bits, facts from story_meaning($1, $2, $3)',
		values: [session, story.id, mostPassages]
	});
	const signatures = (rows[0]?.bits ?? []).map(signatureFrom);
	const facts = rows[0]?.facts ?? [];
	return near(asking, story.text, { signatures, facts, besides: story.id, most });
}

async function near(
	asking: Asking,
	text: string,
	asked: Omit<Looking, 'required'>
): Promise<Nearness> {
	const finding = await findStories(asking, { ...askedLike(text), ...asked, required: [] });
	return { ...finding, byMeaning: asked.signatures.length > 0 };
}
