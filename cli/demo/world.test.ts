import { afterAll, describe, expect, test } from 'vitest';
import { boxFace } from '#lib/boxes/boxFace.server.ts';
import { thingsIn } from '#lib/boxes/inBox.server.ts';
import { withUs } from '#lib/letters/queries.server.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { siteSettings } from '#lib/hosting/queries.server.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { notices } from '#lib/sharing/notices.server.ts';
import { waitingProposals } from '#lib/sharing/queries.server.ts';
import { listStories } from '#lib/stories/listStories.server.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { queueOf } from '#lib/watching/queries.server.ts';
import { openTestSite } from '../../tests/database/site.ts';
import { parts } from './parts.ts';
import { as, newSession, type Somebody } from './somebody.ts';
import { makeWorld } from './world.ts';

const site = await openTestSite();
const jobs = await startJobs(site);
afterAll(() => jobs.stop());
const world = await makeWorld(site);
const { wren, tom, iris, box: robin } = world.robin;

async function titlesFor(who: Somebody | null): Promise<string[]> {
	const { stories } = await listStories(asking(who), null);
	return stories.map(({ title }) => title).sort();
}

function asking(who: Somebody | null) {
	return { lamplight: site, session: who?.session ?? null, visit: null };
}

function waitingFor(who: Somebody, box: BoxId) {
	return as(who, (tx, viewer) => waitingProposals(tx, box, viewer, site.now()));
}

async function thingsOf(who: Somebody, box: BoxId) {
	const asked = { shelf: 'everything', before: null } as const;
	const { things } = await as(who, (tx, viewer) => thingsIn(tx, viewer, box, asked, site.now()));
	return things;
}

async function photographsOf(who: Somebody, box: BoxId) {
	const faces = (await thingsOf(who, box)).flatMap((each) =>
		each.type === 'keepsake' ? [each.face] : []
	);
	return faces.filter(({ kind }) => kind === 'photograph');
}

const forAnyone = [
	'Nine days of knowing',
	'The second winter',
	'Two days with Nell',
	'When they ask whether I have children'
];
const forPeers = [...forAnyone, 'The first Monday back', 'The morning Robin came'].sort();

describe('in the demo', () => {
	test('a stranger finds what is for anyone and nothing else', async () => {
		expect(await titlesFor(null)).toEqual(forAnyone);
	});

	test('Kit, who waits to be welcomed, finds what a stranger finds', async () => {
		expect(await titlesFor(world.kit)).toEqual(forAnyone);
	});

	test('Noor, who was welcomed, finds what is for those who have been through it too', async () => {
		expect(await titlesFor(world.noor)).toEqual(forPeers);
	});

	test('Grandma Iris finds what is for family, and not what is for peers', async () => {
		expect(await titlesFor(iris)).toEqual([...forAnyone, 'What became of the blanket'].sort());
	});

	test('Tom is asked about one story, and a stranger does not have it before he answers', async () => {
		const waiting = await waitingFor(tom, robin);
		expect(waiting).toMatchObject([
			{
				about: 'The morning Robin came',
				by: 'Wren',
				yours: 'silent',
				audiences: ['peers', 'anyone']
			}
		]);
		expect((await waitingFor(wren, robin)).map(({ id }) => id)).toEqual([waiting[0]?.id]);
	});

	test('what Noor reads is the version that Tom agreed to', async () => {
		const { stories } = await listStories(asking(world.noor), null);
		const story = stories.find(({ title }) => title === 'The morning Robin came');
		const { reading } = await readStory(asking(world.noor), story?.storyId ?? '');
		const photographs = reading.blocks.flatMap((each) =>
			each.kind === 'keepsake' ? [each.keepsake] : []
		);
		expect(photographs).toMatchObject([
			{ show: 'covered', coverWords: 'His blanket. It is all right not to look.' }
		]);
	});

	test('one photograph is covered for both, and one only for Tom, who put it away', async () => {
		const covered = async (who: Somebody) =>
			(await photographsOf(who, robin)).filter((each) => each.covered).length;
		expect(await photographsOf(wren, robin)).toHaveLength(5);
		expect(await covered(wren)).toBe(1);
		expect(await covered(tom)).toBe(2);
	});

	test('Ada’s memory box is whole without a name, a date or a photograph', async () => {
		const { ada, box } = world.ada;
		const face = await as(ada, (tx, viewer) => boxFace(tx, viewer, box));
		expect(face).toMatchObject({ name: null, bornOn: null, diedOn: null, weeks: null });
		expect(await photographsOf(ada, box)).toEqual([]);
		expect(await thingsOf(ada, box)).toHaveLength(4);
	});

	test('Nell’s story shows one photograph and covers the other', async () => {
		const { stories } = await listStories(asking(null), null);
		const story = stories.find(({ title }) => title === 'Two days with Nell');
		const { reading } = await readStory(asking(null), story?.storyId ?? '');
		const shown = reading.blocks.flatMap((each) =>
			each.kind === 'keepsake' ? [each.keepsake.show] : []
		);
		expect(shown).toEqual(['covered', 'full']);
	});

	test('Mika, who said “decide for me”, is told what Sol decided', async () => {
		const { mika } = world.nell;
		const told = await as(mika, (tx, viewer) => notices(tx, world.nell.box, viewer, site.now()));
		expect(told.map(({ kind }) => kind)).toContain('decided_for_you');
	});

	test('a letter of Noor’s was passed on, and another waits for Maeve beside a report', async () => {
		const { rows } = await site.owner.query(
			'select verdict from lamplight.letter order by sent_at'
		);
		expect(rows).toEqual([{ verdict: 'passed_on' }, { verdict: null }]);
		const queue = await as(world.maeve, (tx, viewer) => queueOf(tx, viewer, site.now()));
		expect(queue.waiting.map(({ kind }) => kind).sort()).toEqual(['letter', 'report']);
	});

	test('Wren and Tom can see that Noor is with them, as she allowed', async () => {
		const withThem = await as(wren, (tx) => withUs(tx, robin, site.now()));
		expect(withThem).toHaveLength(1);
		expect(JSON.stringify(withThem)).toContain('six years ago');
	});

	test('nobody has claimed what was left to be kept safe', async () => {
		const { rows } = await site.owner.query(
			`select d.claimed_at, count(k.id)::integer as photographs
			from lamplight.deposit d join lamplight.keepsake k on k.box_id = d.box_id
			group by d.id`
		);
		expect(rows).toEqual([{ claimed_at: null, photographs: 2 }]);
	});

	test('every story and the site itself say that they are made up', async () => {
		const { rows } = await site.owner.query<{ body: string; byline: string }>(
			'select body, byline from lamplight.story_version'
		);
		expect(rows).toHaveLength(9);
		for (const { body, byline } of rows) {
			expect(body).toContain('A made-up story for the demo.');
			expect(byline).toMatch(/made up$/);
		}
		expect((await siteSettings(site.pools.web)).siteName).toBe('Lamplight (a demo)');
	});

	test('each part can be played again and again', async () => {
		for (const { email } of parts) {
			if (email === null) continue;
			const [first, second] = [await newSession(site, email), await newSession(site, email)];
			expect(first).not.toBe(second);
		}
	});
});
