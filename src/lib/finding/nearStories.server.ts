import type { Asking } from '#lib/stories/queries.server.ts';
import { askedLike, passagesAcross } from './asked.ts';
import { findStories, type Finding } from './findStories.server.ts';
import { isEnglish } from './isEnglish.ts';

/** How many stories are near to one. */
const most = 6;
/** A long text is looked at in so many passages. */
const mostPassages = 4;

/** What is near, and whether meaning was looked at or words alone. */
export type Nearness = Finding & { byMeaning: boolean };

/**
 * The stories nearest to a text, by what its words mean and by the words themselves; never by how many
 * read them. In a language that the model does not know, words have to do.
 */
export async function nearStories(
	asking: Asking,
	text: string,
	{ besides = null, atMost = most }: { besides?: string | null; atMost?: number } = {}
): Promise<Nearness> {
	const { meaning } = asking.lamplight;
	const byMeaning = meaning.languages.includes('en') && isEnglish(text);
	const vectors = byMeaning ? await meaning.embed(passagesAcross(text, mostPassages)) : [];
	const finding = await findStories(asking, {
		...{ ...askedLike(text), vectors, besides },
		most: atMost
	});
	return { ...finding, byMeaning };
}
