import type { Asking } from '#lib/stories/queries.server.ts';
import { askedBy } from './asked.ts';
import { findStories, type Finding } from './findStories.server.ts';

/** How many stories a search shows: enough to choose from, and then it ends. */
const most = 20;

/**
 * The stories that hold what was typed, the best first, among those that this viewer may come upon.
 * Every word counts by how rare it is; what was mistyped, and words of the same meaning, count for
 * less. An empty question finds nothing.
 */
export async function searchStories(
	asking: Asking,
	query: string,
	atMost = most
): Promise<Finding> {
	return findStories(asking, {
		...askedBy(query),
		signatures: [],
		besides: null,
		most: atMost,
		facts: [],
		required: []
	});
}
