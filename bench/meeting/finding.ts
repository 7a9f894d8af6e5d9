import MiniSearch from 'minisearch';
import { nearStories, readForFinding, searchStories } from '#lib/finding/queries.server.ts';
import { putInStory, withScratchSite, type ScratchSite } from '../../cli/line/scratchSite.ts';
import { print, rounded } from '../line.ts';
import { readLabelled, type Passage, type Question } from './labelled.ts';

/** Finds passages, the best first, by their ids. */
type Finder = (query: string) => Promise<string[]>;

/**
 * What is found for the labelled questions, beside full text alone and BM25 as minisearch has it, in one
 * run. On the half that nothing was tuned on; `tuning`: on the other.
 */
export async function measureFinding(
	part: 'measured' | 'tuning' = process.env.BENCH_PART === 'tuning' ? 'tuning' : 'measured'
): Promise<void> {
	const { passages, questions } = await readLabelled(part);
	await withScratchSite(async (site) => {
		const ours = await putIn(site, passages);
		const peers = { 'full text alone': fullText(site, ours.idOf), BM25: bm25(passages) };
		const kinds: [string, Finder, (question: Question) => boolean][] = [
			['near', ours.near, ({ mode, form }) => mode === 'near' && form !== 'line'],
			['near-from-one-line', ours.near, ({ form }) => form === 'line'],
			['search', ours.search, ({ mode }) => mode === 'search']
		];
		for (const [name, finder, isAsked] of kinds) {
			const asked = questions.filter(isAsked);
			const we = await score(finder, asked);
			for (const [peer, theirs] of Object.entries(peers)) {
				const they = await score(theirs, asked);
				for (const what of ['recall@1', 'recall@3', 'MRR'] as const) {
					print({
						name: `${name}-${what}`,
						...{ value: we[what], unit: `of ${asked.length} questions`, peer },
						...{
							peerValue: they[what],
							ratio: they[what] > 0 ? rounded(we[what] / they[what]) : undefined
						}
					});
				}
			}
		}
	});
}

async function putIn({ lamplight, owner }: ScratchSite, passages: Passage[]) {
	const idOf = new Map<string, string>();
	for (const { id, text } of passages) {
		const story = await putInStory(owner, text);
		await readForFinding(lamplight, story);
		idOf.set(story, id);
	}
	const asking = { lamplight, session: null, visit: null };
	const ids = (stories: { storyId: string }[]) =>
		stories.map(({ storyId }) => idOf.get(storyId) ?? '');
	return {
		idOf,
		near: async (query: string) => ids((await nearStories(asking, query, { atMost: 20 })).stories),
		search: async (query: string) => ids((await searchStories(asking, query)).stories)
	};
}

/** What `websearch_to_tsquery` and `ts_rank_cd` find by themselves. */
function fullText({ owner }: ScratchSite, idOf: Map<string, string>): Finder {
	return async (query) => {
		const { rows } = await owner.query<{ story_id: string }>(
			`select story_id from lamplight.story_version, websearch_to_tsquery('english', $1) as asked
			where to_tsvector('english', body) @@ asked
			order by ts_rank_cd(to_tsvector('english', body), asked) desc limit 20`,
			[query]
		);
		return rows.map((row) => idOf.get(row.story_id) ?? '');
	};
}

function bm25(passages: Passage[]): Finder {
	const index = new MiniSearch({ fields: ['text'] });
	index.addAll(passages);
	return (query) => Promise.resolve(index.search(query).map(({ id }) => String(id)));
}

async function score(find: Finder, questions: Question[]) {
	let [first, third, reciprocal] = [0, 0, 0];
	for (const { query, ids } of questions) {
		const found = await find(query);
		const place = found.findIndex((id) => ids.includes(id));
		if (place === 0) first += 1;
		if (place >= 0 && place < 3) third += 1;
		if (place >= 0) reciprocal += 1 / (place + 1);
	}
	const share = (sum: number) => rounded(sum / questions.length, 3);
	return { 'recall@1': share(first), 'recall@3': share(third), MRR: share(reciprocal) };
}
