/**
 * R1 is decided by the rule and denied again by Postgres, on every path by which a story is read.
 * Here random lives are lived, and both are asked for everybody who could look.
 */
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { goesOut } from '#lib/rules/going.ts';
import { isListed, meeting, type Reader } from '#lib/rules/meeting.ts';
import { visibility, type Show } from '#lib/rules/visibility.ts';
import type { Shown, Thing, Viewer } from '#lib/rules/facts.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { sharedPart } from '#lib/stories/shown.server.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import {
	allFacts,
	behindTheWalls,
	marksOf,
	readerAs,
	shownIn,
	viewerAs,
	type AllFacts
} from '../../../tests/database/behindWalls.ts';
import {
	anyAct,
	castOf,
	live,
	refused,
	visitOf,
	type Act,
	type Cast
} from '../../../tests/database/readersLife.ts';
import { partsOf } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';

const site = await openTestSite();

type Version = Extract<Thing, { kind: 'version' }>;

/** Every version of these stories with the share that may stand for its story. */
function versionsIn(facts: AllFacts): Version[] {
	return facts.versions.map(({ id: versionId, storyId }) => {
		const story = facts.stories.find((each) => each.id === storyId);
		const share = facts.shares.find((each) => each.storyId === storyId && !each.endedAt) ?? null;
		const proposed = facts.proposals.some(
			({ wish, closedAt }) => !closedAt && wish.kind === 'share' && wish.versionId === versionId
		);
		if (!story) throw new Error('Every story is known here.');
		return { kind: 'version', box: facts.box, story, versionId, proposed, share };
	});
}

function photographsIn(version: Version, facts: AllFacts, shown: Shown[]) {
	const placed = facts.versions.find(({ id }) => id === version.versionId)?.keepsakes ?? [];
	return placed.map(({ keepsakeId, covered }) => {
		const keepsake = facts.keepsakes.find(({ id }) => id === keepsakeId);
		if (!keepsake) throw new Error('Every keepsake is known here.');
		return { ...version, kind: 'version-keepsake' as const, keepsake, covered, shown };
	});
}

/** What the rule gives this viewer of what is out: by story its show, by photograph its. */
function ruled(viewer: Viewer, facts: AllFacts, shown: Shown[]) {
	const now = new Date();
	const out = versionsIn(facts).filter(({ share, versionId }) => share?.versionId === versionId);
	const stories = new Map<string, Show>();
	const photographs = new Map<string, Show>();
	for (const version of out) {
		const { show } = visibility(viewer, version, now);
		stories.set(version.story.id, show);
		if (show === 'hidden') continue;
		for (const each of photographsIn(version, facts, shown)) {
			photographs.set(each.keepsake.id, visibility(viewer, each, now).show);
		}
	}
	return { stories, photographs };
}

const parts = ['large', 'play', 'page-1', 'page-2', 'page-3'];

/** The parts that Postgres would hand over, and the facts it tells beside them. */
async function partsTold(pool: typeof site.pools.pages, of: (string | null | undefined)[]) {
	const { rows } = await pool.query(
		`select part, part_page($1, $2, $3, $4, part) as page
		from unnest($5::text[]) with ordinality as asked (part, place) order by place`,
		[...of, parts]
	);
	const bytes = rows.filter(({ page }) => page.part !== null).map(({ part }) => part as string);
	return { facts: rows[0].page.told, bytes };
}

/** What R6 gives this reader of what is out: what they may meet, and what stands in their list. */
function ruledMeeting(reader: Reader, facts: AllFacts, marks: Map<string, string[]>) {
	const now = new Date();
	const [met, listed]: [string[], string[]] = [[], []];
	for (const version of versionsIn(facts)) {
		const agreed = facts.versions.find(({ id }) => id === version.versionId);
		if (!agreed || version.share?.versionId !== version.versionId) continue;
		const going = goesOut(agreed, version.share, facts.narrowings, now);
		const subjects = [...going.subjects, ...(marks.get(version.story.id) ?? [])];
		const story = { ...version, going: { ...going, subjects } };
		if (meeting(reader, story, now).met) met.push(version.story.id);
		if (isListed(reader, story, now)) listed.push(version.story.id);
	}
	return { met, listed };
}

/** What the functions in SQL tell this session, before any rule is asked. */
async function told(world: Cast, session: string | null, visit: string) {
	const pool = session ? site.pools.pages : site.pools.strangers;
	const { rows: listed } = await pool.query(
		`select s->>'storyId' as id
		from stories_page($1, 'infinity', '00000000-0000-0000-0000-000000000000', 100000) page,
			json_array_elements(page->'told'->'stories') s
		where s->>'boxId' = $2`,
		[session, world.box]
	);
	const pages = [];
	for (const story of world.stories) {
		const { facts, bytes } = await partsTold(pool, [session, visit, story, world.picture]);
		const photographs = (facts?.story.photographs ?? []).map((each: { id: string }) => each.id);
		pages.push({
			story: story as string,
			told: facts !== null,
			photographs,
			bytes
		});
	}
	const met = await asViewer(site.pools.web, session, async (tx) => {
		const meets = [];
		for (const story of world.stories) {
			const { rows } = await sql<{
				meets: boolean;
			}>`select story_meets_viewer(${story}) as meets`.execute(tx);
			if (rows[0]?.meets) meets.push(story as string);
		}
		return meets;
	});
	return { listed: listed.map(({ id }) => id as string), met, pages };
}

/** What somebody has of one story when the rule and Postgres have both been asked. */
async function reads(world: Cast, story: string, session: string | null, visit: string) {
	const asking = { lamplight: site, session, visit };
	const missing = (error: unknown) => {
		if (error instanceof NotFound) return null;
		throw error;
	};
	const page = await readStory(asking, story).catch(missing);
	const seen = page?.reading.blocks.flatMap((each) =>
		each.kind === 'keepsake' ? [each.keepsake.show] : []
	);
	const bytes = [];
	for (const part of parts) {
		if (await sharedPart(asking, story, world.picture, part).catch(missing)) bytes.push(part);
	}
	return { story: page !== null, photograph: seen?.[0] ?? null, bytes };
}

async function versionsThrough(person: Person | null, stories: string[]): Promise<string[]> {
	const rows = await asViewer(site.pools.web, person?.session ?? null, (tx) =>
		tx.selectFrom('storyVersion').where('storyId', 'in', stories).select('id').execute()
	);
	return rows.map((row) => row.id).sort();
}

const found = { findable: true, subjects: [] };

/** What chance seldom comes upon. */
const kinds = ['photograph', 'film', 'recording', 'paper'] as const;
const rare: [Act[], (typeof kinds)[number]][] = [
	// A block outlives the leaving of whoever blocked.
	[
		[
			{ do: 'join', by: 'robin', as: 'keeper' },
			{ do: 'share', story: 0, audiences: ['family'], edited: false, open: false, ...found },
			{ do: 'block', by: 'robin', whom: 'granny' },
			{ do: 'leave', by: 'robin' }
		],
		'photograph'
	],
	// Let go by everyone and taken back: out of what was shared, shown already or not.
	...[true, false].map((open): [Act[], (typeof kinds)[number]] => [
		[
			{ do: 'share', story: 2, audiences: ['family', 'anyone'], edited: false, open, ...found },
			{ do: 'show', by: 'granny' },
			{ do: 'let-go-and-take-back', by: 'tom' }
		],
		open ? 'film' : 'paper'
	]),
	[
		[
			{ do: 'share', story: 2, audiences: ['peers'], edited: false, open: false, ...found },
			{ do: 'let-go-and-take-back', by: 'tom' },
			{ do: 'share', story: 2, audiences: ['peers'], edited: false, open: false, ...found },
			{ do: 'show', by: 'peer' },
			{ do: 'die', by: 'tom' }
		],
		'recording'
	]
];

const someActs = fc.array(anyAct, { minLength: 2, maxLength: 14 });

test('who sees what is decided alike by the rule and by Postgres on every path, whatever was lived', async () => {
	const met = { stories: 0, photographs: 0, uncovered: 0, gone: 0, moderated: 0, meetings: 0 };
	await site.owner.query(
		`insert into lamplight.site_setting (key, value) values ('first_look', 'false')`
	);
	await fc.assert(
		fc.asyncProperty(someActs, fc.constantFrom(...kinds), async (acts, kind) => {
			const world = await castOf(site, kind);
			const all = partsOf[kind];
			for (const each of acts) await live(site, world, each).catch(refused);
			for (const [name, person] of [...Object.entries(world.people), ['nobody', null] as const]) {
				const session = person?.session ?? null;
				const visit = visitOf(world, name);
				const {
					viewer,
					facts,
					shown,
					meets: leaves,
					marks
				} = await behindTheWalls(site, async (tx) => ({
					meets: await readerAs(tx, person),
					marks: await marksOf(tx, world.stories),
					viewer: await viewerAs(tx, person, visit),
					facts: await allFacts(tx, world.box),
					shown: await shownIn(tx, visit)
				}));
				// What is one's own is seen by other rules, too: there nothing more may be told.
				const keeps =
					name === 'wren' ||
					facts.box.keepers.some(
						(each) => each.memberId === person?.id && !each.leftAt && !each.diedAt
					);
				// On a reader's page a moderator is a reader like any other.
				const reader = viewer.kind === 'member' ? { ...viewer, moderator: false } : viewer;
				const { stories, photographs } = ruled(reader, facts, shown);
				const now = new Date();
				const versions = versionsIn(facts).filter(
					(each) => visibility(viewer, each, now).show !== 'hidden'
				);
				if (name === 'mo' && versions.length > 0) met.moderated++;
				expect({ name, versions: await versionsThrough(person, world.stories) }).toEqual({
					name,
					versions: versions.map(({ versionId }) => versionId as string).sort()
				});

				const { listed, met: meets, pages } = await told(world, session, visit);
				const meetings = ruledMeeting({ viewer, ...leaves }, facts, marks);
				expect({ name, met: [...meets].sort() }).toEqual({ name, met: meetings.met.sort() });
				met.meetings += meets.length;
				const open = [...stories].flatMap(([id, show]) => (show === 'full' ? [id] : []));
				if (keeps) expect(meetings.listed).toEqual(expect.arrayContaining(listed));
				else expect([...listed].sort()).toEqual(meetings.listed.sort());
				for (const page of pages) {
					const isOpen = open.includes(page.story);
					const show =
						isOpen && page.story === world.stories[2] ? photographs.get(world.picture) : null;
					expect({ name, told: page.told }).toEqual({ name, told: isOpen });
					expect({ name, ...(await reads(world, page.story, session, visit)) }).toEqual({
						name,
						story: isOpen,
						photograph: show && show !== 'hidden' ? show : null,
						bytes: show !== 'full' ? [] : keeps ? page.bytes : all
					});
					if (keeps) continue;
					const photographsThere = show && show !== 'hidden' ? [world.picture] : [];
					const { photographs: toldOf, bytes } = page;
					expect({ name, toldOf, bytes }).toEqual({
						name,
						toldOf: photographsThere,
						bytes: show === 'full' ? all : []
					});
					if (isOpen) met.stories++;
					if (show && show !== 'hidden') met.photographs++;
					if (show === 'full') met.uncovered++;
					if (show === 'hidden') met.gone++;
				}
			}
		}),
		{ numRuns: 60, examples: rare }
	);
	// Two that show nothing would agree with each other, too.
	for (const count of Object.values(met)) expect(count).toBeGreaterThan(1);
}, 300_000);
