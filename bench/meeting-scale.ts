// `npm run bench -- meeting-scale`: how long near and search take among 10,000 and 100,000 made-up
// stories of five passages each, what is lost against comparing every passage exactly, and whether
// reading a new story holds anything up. BENCH_STORIES: other sizes, e.g. 1000,10000.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import {
	nearStories,
	nearToStory,
	readForFinding,
	searchStories
} from '#lib/finding/queries.server.ts';
import { putInStory, withScratchSite, type ScratchSite } from '../cli/line/scratchSite.ts';
import { median, print, rounded } from './line.ts';
import { readLabelled } from './meeting/labelled.ts';
import { missedByBounds, missedByLooking } from './meeting/missed.ts';
import { seedMany, someWords, type Seeding } from './meeting/seedMany.ts';

const sizes = (process.env.BENCH_STORIES ?? '10000,100000').split(',').map(Number);
const questions = 200;
/** How long the event loop is watched while stories are read, and as long at rest, in so many turns. */
const windowMs = 30_000;
const rounds = 6;
/** How often the event loop is looked at: as Node does by itself, and ten times as fine. */
const resolutionsMs = [10, 1];

export async function run(): Promise<void> {
	await withScratchSite(async (site) => {
		let seeding: Seeding | undefined;
		for (const stories of sizes) {
			seeding = await seedMany(site, stories, seeding);
			await measureAt(site, seeding);
		}
	});
}

async function measureAt(site: ScratchSite, seeding: Seeding): Promise<void> {
	const { lamplight } = site;
	const asking = { lamplight, session: null, visit: null };
	const of = `${seeding.stories.length} stories`;
	const some = (n: number) =>
		seeding.stories[(n * 7919) % seeding.stories.length] ?? { id: '', text: '' };
	const written = await someSentences();
	const timed: [string, (n: number) => Promise<unknown>][] = [
		['near-to-a-story', (n) => nearToStory(asking, some(n))],
		['search', (n) => searchStories(asking, someWords(n, 2 + (n % 4)))],
		['near-to-what-is-written', (n) => nearStories(asking, written(n))],
		['the-model-alone-for-that', (n) => lamplight.meaning.sign([written(n)])]
	];
	for (const [name, ask] of timed) {
		for (let n = 0; n < 10; n += 1) await ask(n);
		const times: number[] = [];
		for (let n = 0; n < questions; n += 1) {
			const begun = performance.now();
			await ask(n);
			times.push(performance.now() - begun);
		}
		times.sort((a, b) => a - b);
		const p95 = times[Math.floor(questions * 0.95)] ?? NaN;
		print({
			name: `${name}-p95`,
			value: rounded(p95),
			unit: 'ms',
			of,
			p50: rounded(median(times))
		});
	}
	print({ name: 'near-recall-against-exact', ...(await missedByLooking(site, seeding)), of });
	print({ name: 'search-recall-against-exact', ...(await missedByBounds(site)), of });
	await readingHoldsUp(site, of);
}

/**
 * The delay of the event loop while stories are put in and read one after another, against that at rest,
 * each for `windowMs` in all and in turns, so that whatever else the machine does falls on both. They are
 * read for their meaning, too. The delay is taken as Node takes it unless told otherwise, and once more
 * ten times as fine.
 */
async function readingHoldsUp({ lamplight, owner }: ScratchSite, of: string): Promise<void> {
	const sentences = await someSentences();
	const storyOf = (n: number) =>
		Array.from({ length: 5 }, (_, at) => sentences(n * 5 + at)).join(' ');
	const [idle, reading] = [delays(), delays()];
	let stories = 0;
	for (let round = 0; round < rounds; round += 1) {
		await during(reading, async () => {
			const until = performance.now() + windowMs / rounds;
			while (performance.now() < until) {
				await readForFinding(lamplight, await putInStory(owner, storyOf(stories)));
				stories += 1;
			}
		});
		await during(idle, () => pause(windowMs / rounds));
	}
	for (const [at, resolution] of resolutionsMs.entries()) {
		const [ours, rest] = [reading[at], idle[at]].map((delay) => delay!.percentile(99) / 1e6);
		print({
			...{ name: 'event-loop-delay-p99-while-reading', value: rounded(ours!), unit: 'ms' },
			...{ of: `${of}, ${stories} read in ${windowMs / 1000} s`, resolution },
			...{ peer: 'at rest', peerValue: rounded(rest!), ratio: rounded(ours! / rest!) }
		});
	}
}

type Delays = ReturnType<typeof monitorEventLoopDelay>[];
/** Passages that somebody could have written, some fifty words each: those that nothing is measured on. */
async function someSentences(): Promise<(n: number) => string> {
	const { passages } = await readLabelled('tuning');
	return (n) => passages[n % passages.length]?.text ?? '';
}

const delays = (): Delays =>
	resolutionsMs.map((resolution) => monitorEventLoopDelay({ resolution }));

async function during(delays: Delays, work: () => Promise<unknown>): Promise<void> {
	for (const delay of delays) delay.enable();
	await work();
	for (const delay of delays) delay.disable();
}
