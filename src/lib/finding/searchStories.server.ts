import type { Asking } from '#lib/stories/queries.server.ts';
import type { Lived } from '#lib/rules/going.ts';
import { askedBy } from './asked.ts';
import { findStories, type Finding } from './findStories.server.ts';
import { livedTerms } from './livedTerms.ts';

/** How many stories a search shows: enough to choose from, and then it ends. */
const most = 20;

/**
 * The stories that hold what was typed, the best first, among those that this viewer may come upon.
 * Every word counts by how rare it is; what was mistyped, and words of the same meaning, count for
 * less. `lived`: what has to have been lived, of what each story lets out; without words it finds the
 * newest of these. Without either it finds nothing.
 */
export async function searchStories(
	asking: Asking,
	query: string,
	{ atMost = most, lived = {} }: { atMost?: number; lived?: Lived } = {}
): Promise<Finding> {
	return findStories(asking, {
		...askedBy(query),
		signatures: [],
		besides: null,
		most: atMost,
		facts: [],
		required: livedTerms(lived)
	});
}
