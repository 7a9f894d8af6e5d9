/**
 * R1 and R6 over random lives: blocks, audiences, left-out subjects, withdrawals, take-downs. Whatever an
 * index still holds, nobody finds a story that the rules hide from them; read afresh, they find all others.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goesOut } from '#lib/rules/going.ts';
import { meeting } from '#lib/rules/meeting.ts';
import {
	allFacts,
	behindTheWalls,
	marksOf,
	readerAs,
	viewerAs
} from '../../../tests/database/behindWalls.ts';
import {
	anyAct,
	castOf,
	type Act,
	live,
	refused,
	type Cast
} from '../../../tests/database/readersLife.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { nearStories, nearToStory } from './nearStories.server.ts';
import { readForFinding } from './readForFinding.server.ts';
import { searchStories } from './searchStories.server.ts';

const site = await openTestSite();
const asked = 'Tom held him. I could not sleep. Sleepless.';

/** What the rule lets this person meet of what is out in this world, with nothing hidden from it. */
async function mayMeet(world: Cast, person: Person | null): Promise<string[]> {
	const now = new Date();
	return behindTheWalls(site, async (tx) => {
		const facts = await allFacts(tx, world.box);
		const marks = await marksOf(tx, world.stories);
		const reader = { viewer: await viewerAs(tx, person, 'x'), ...(await readerAs(tx, person)) };
		return facts.shares.flatMap((share) => {
			const story = facts.stories.find(({ id }) => id === share.storyId);
			const version = facts.versions.find(({ id }) => id === share.versionId);
			if (share.endedAt || !story || !version) return [];
			const going = goesOut(version, share, facts.narrowings, now);
			const subjects = [...going.subjects, ...(marks.get(story.id) ?? [])];
			const thing = { kind: 'version', box: facts.box, story, versionId: version.id } as const;
			const met = { ...thing, proposed: false, share, going: { ...going, subjects } };
			return meeting(reader, met, now).met ? [story.id as string] : [];
		});
	});
}

/** Everything that somebody finds of this world, by every way there is. */
async function finds(world: Cast, person: Person | null) {
	const asking = { lamplight: site, session: person?.session ?? null, visit: null };
	const here = ({ stories }: { stories: { storyId: string }[] }) =>
		stories.map(({ storyId }) => storyId).filter((id) => (world.stories as string[]).includes(id));
	return {
		search: here(await searchStories(asking, asked)),
		near: here(await nearStories(asking, asked)),
		nearToStory: here(await nearToStory(asking, { id: world.stories[0] ?? '', text: asked }))
	};
}

const share = { do: 'share', edited: false, open: false, findable: true } as const;
/** Lives in which something is out, so that there always is enough to find, and to hide. */
const plain: Act[][] = [
	[
		{ ...share, audiences: ['anyone'], story: 0, subjects: [] },
		{ ...share, audiences: ['anyone'], story: 1, subjects: ['faith'] },
		{ do: 'leave-out', by: 'mo', what: 'faith' }
	],
	[
		{ ...share, audiences: ['anyone', 'peers'], story: 0, subjects: [] },
		{ do: 'bring-back', by: 'wren', story: 0, audience: 'anyone' },
		{ do: 'block', by: 'wren', whom: 'peer' }
	]
];

test('nobody finds what R1 or R6 hides from them, and everybody finds the rest, whatever was lived', async () => {
	await site.owner.query(
		`insert into lamplight.site_setting (key, value) values ('first_look', 'false')`
	);
	const met = { found: 0, hidden: 0, stale: 0 };
	const acts = fc.array(anyAct, { minLength: 3, maxLength: 14 });
	await fc.assert(
		fc.asyncProperty(acts, fc.nat(), async (all, at) => {
			const world = await castOf(site, 'photograph');
			for (const [n, each] of all.entries()) {
				// Read at one moment only: what follows finds the index as it was.
				if (n === at % all.length) {
					for (const story of world.stories) await readForFinding(site, story);
				}
				await live(site, world, each).catch(refused);
			}
			const people = [...Object.entries(world.people), ['nobody', null] as const];
			for (const afresh of [false, true]) {
				if (afresh) for (const story of world.stories) await readForFinding(site, story);
				for (const [name, person] of people) {
					const allowed = await mayMeet(world, person);
					const { search, near, nearToStory: likeIt } = await finds(world, person);
					for (const id of [...search, ...near, ...likeIt])
						expect({ name, allowed }).toEqual({ name, allowed: expect.arrayContaining([id]) });
					if (!afresh) met.stale += search.length;
					if (!afresh) continue;
					expect({ name, search: search.sort() }).toEqual({ name, search: allowed.sort() });
					met.found += search.length;
					met.hidden += world.stories.length - search.length;
				}
			}
			await site.owner.query(
				'update lamplight.share set ended_at = clock_timestamp() where box_id = $1 and ended_at is null',
				[world.box]
			);
		}),
		{ numRuns: 30, examples: plain.map((acts): [Act[], number] => [acts, 1]) }
	);
	for (const count of Object.values(met)) expect(count).toBeGreaterThan(2);
}, 300_000);
