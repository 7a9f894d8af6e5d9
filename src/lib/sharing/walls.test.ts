/**
 * The rules and Postgres decide the same question twice. Here random lives of a box are lived out in
 * the database, and both are asked: they have to say the same.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DB } from '#lib/server/database/tables.ts';
import { asViewer, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { proposalState } from '#lib/rules/consent.ts';
import type {
	Audience,
	Block,
	ConsentFacts,
	KeepsakeId,
	KeepsakeKind,
	MemberId,
	Placement,
	Scope,
	Viewer
} from '#lib/rules/facts.ts';
import { visibility } from '#lib/rules/visibility.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { leaveBox } from '../people/actions.server.ts';
import { answerProposal, bringBack, proposeShare } from './actions.server.ts';
import { loadConsentFacts } from './facts.server.ts';
import {
	actor,
	beginBox,
	choosing,
	edit,
	join,
	photograph,
	write
} from '../../../tests/database/home.ts';

const site = await openTestSite();
const behind = new Kysely<DB>({
	dialect: new PostgresDialect({ pool: site.owner }),
	plugins: [new CamelCasePlugin()]
});

/** Looks at everything, as nobody in the application can. */
function behindTheWalls<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
	return behind.transaction().execute(async (tx) => {
		await sql`set local search_path = lamplight`.execute(tx);
		return work(tx);
	});
}

/** The facts of a box with nothing hidden. */
async function allFacts(tx: Tx, box: string): Promise<ConsentFacts> {
	const facts = await loadConsentFacts(tx, box as ConsentFacts['box']['id']);
	const placed = await tx
		.selectFrom('versionKeepsake as vk')
		.innerJoin('keepsake as k', 'k.id', 'vk.keepsakeId')
		.where('k.boxId', '=', box)
		.select(['vk.versionId', 'vk.keepsakeId', 'vk.covered', 'k.kind', 'k.scope', 'k.putInBy'])
		.select('k.heldAgainAt')
		.execute();
	const placement = (row: (typeof placed)[number]): Placement => ({
		keepsakeId: row.keepsakeId as KeepsakeId,
		kind: row.kind as KeepsakeKind,
		scope: row.scope as Scope,
		putInBy: row.putInBy as MemberId,
		covered: row.covered,
		heldAgainAt: row.heldAgainAt
	});
	const versions = facts.versions.map((version) => ({
		...version,
		keepsakes: placed.filter((each) => each.versionId === version.id).map(placement)
	}));
	return { ...facts, versions };
}

const audiences = fc.subarray<Audience>(['family', 'peers', 'anyone'], { minLength: 1 });
const who = fc.nat(2);

describe('whether everyone agrees', () => {
	type Step =
		| { do: 'share'; by: number; version: number; audiences: Audience[] }
		| { do: 'invite'; by: number; kind: 'invite_guest' | 'invite_keeper'; email: string }
		| { do: 'answer'; by: number; proposal: number; answer: string }
		| { do: 'delegate'; by: number; named: number; kind: string }
		| { do: 'end-delegation'; by: number }
		| { do: 'brought-back'; by: number; audiences: Audience[] }
		| { do: 'close'; proposal: number }
		| { do: 'leave' | 'die' | 'join'; by: number };

	const kind = fc.constantFrom('share', 'share', 'invite_guest', 'invite_keeper');
	const answer = fc.constantFrom('yes', 'yes', 'yes', 'not_yet', 'no');
	const step = fc.oneof(
		{
			weight: 4,
			arbitrary: fc.record({ do: fc.constant('share'), by: who, version: fc.nat(3), audiences })
		},
		{
			weight: 1,
			arbitrary: fc.record({
				do: fc.constant('invite'),
				by: who,
				kind: fc.constantFrom('invite_guest', 'invite_keeper'),
				email: fc.constantFrom('gran@example.org', 'GRAN@example.org', 'jo@example.org')
			})
		},
		{
			weight: 9,
			arbitrary: fc.record({ do: fc.constant('answer'), by: who, proposal: fc.nat(4), answer })
		},
		{
			weight: 3,
			arbitrary: fc.record({ do: fc.constant('delegate'), by: who, named: who, kind })
		},
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('end-delegation'), by: who }) },
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('brought-back'), by: who, audiences }) },
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('close'), proposal: fc.nat(4) }) },
		{
			weight: 3,
			arbitrary: fc.record({ do: fc.constantFrom('leave', 'die', 'join', 'join'), by: who })
		}
	) as fc.Arbitrary<Step>;

	let people: Person[];
	beforeAll(async () => {
		people = [await site.person('Ash'), await site.person('Bea'), await site.person('Cal')];
	});

	const put = (text: string, values: unknown[]) => site.owner.query(text, values);

	/** A box that two keep, with a story in four versions: own words, words, open and private photograph. */
	async function world(scope: 'mine' | 'box', begins: Date) {
		const [box, story] = [randomUUID(), randomUUID()];
		const versions = [0, 1, 2, 3].map(() => randomUUID());
		await put('insert into lamplight.box (id) values ($1)', [box]);
		for (const person of people.slice(0, 2)) {
			await put('insert into lamplight.keeper (box_id, member_id, joined_at) values ($1, $2, $3)', [
				box,
				person.id,
				begins
			]);
		}
		await put(
			'insert into lamplight.story (id, box_id, writer_id, scope) values ($1, $2, $3, $4)',
			[story, box, people[0]?.id, scope]
		);
		for (const [number, id] of versions.entries()) {
			await put(
				`insert into lamplight.story_version (id, story_id, number, title, body, own_words)
				values ($1, $2, $3, '', '', $4)`,
				[id, story, number, number === 0]
			);
		}
		const [open, mine] = [
			await photograph(site, people[0] as Person, box as never),
			await photograph(site, people[0] as Person, box as never, 'mine')
		];
		for (const [version, keepsake, covered] of [
			[versions[2], open, false],
			[versions[3], mine, true]
		]) {
			await put(
				`insert into lamplight.version_keepsake (version_id, keepsake_id, position, covered)
				values ($1, $2, 1, $3)`,
				[version, keepsake, covered]
			);
		}
		return { box, story, versions, proposals: [] as string[] };
	}

	type World = Awaited<ReturnType<typeof world>>;

	async function live(world: World, step: Step, at: Date): Promise<void> {
		const { box, story, versions, proposals } = world;
		const id = 'by' in step ? people[step.by]?.id : undefined;
		const flags = (chosen: Audience[]) =>
			(['family', 'peers', 'anyone'] as const).map((each) => chosen.includes(each));
		switch (step.do) {
			case 'share':
				proposals.push(randomUUID());
				await put(
					`insert into lamplight.proposal
						(id, box_id, kind, story_id, version_id, proposed_by, proposed_at, to_family, to_peers, to_anyone)
					values ($1, $2, 'share', $3, $4, $5, $6, $7, $8, $9)`,
					[proposals.at(-1), box, story, versions[step.version], id, at, ...flags(step.audiences)]
				);
				return;
			case 'invite':
				proposals.push(randomUUID());
				await put(
					`insert into lamplight.proposal (id, box_id, kind, invitee_email, proposed_by, proposed_at)
					values ($1, $2, $3, $4, $5, $6)`,
					[proposals.at(-1), box, step.kind, step.email, id, at]
				);
				return;
			case 'answer':
				if (!proposals[step.proposal]) return;
				await put(
					`insert into lamplight.consent (proposal_id, member_id, answer, given_at)
					values ($1, $2, $3, $4)`,
					[proposals[step.proposal], id, step.answer, at]
				);
				return;
			case 'delegate':
				if (step.by === step.named) return;
				await put(
					`update lamplight.delegation set ended_at = $4
					where box_id = $1 and giver_id = $2 and kind = $3 and ended_at is null`,
					[box, id, step.kind, at]
				);
				await put(
					`insert into lamplight.delegation (box_id, giver_id, named_id, kind, given_at)
					values ($1, $2, $3, $4, $5)`,
					[box, id, people[step.named]?.id, step.kind, at]
				);
				return;
			case 'end-delegation':
				await put(
					`update lamplight.delegation set ended_at = $3
					where box_id = $1 and giver_id = $2 and ended_at is null`,
					[box, id, at]
				);
				return;
			case 'brought-back':
				await put(
					`insert into lamplight.share (story_id, box_id, version_id, agreed_by, agreed_at,
						ended_at, ended_by, to_family, to_peers, to_anyone)
					values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)`,
					[story, box, versions[1], [id], at, id, ...flags(step.audiences)]
				);
				return;
			case 'close':
				await put(
					`update lamplight.proposal set closed_at = $2, closed_as = 'taken_back'
					where id = $1 and closed_at is null`,
					[proposals[step.proposal], at]
				);
				return;
			case 'leave':
			case 'die':
				await put(
					`update lamplight.keeper set ${step.do === 'die' ? 'died_at' : 'left_at'} = $3
					where box_id = $1 and member_id = $2 and left_at is null and died_at is null`,
					[box, id, at]
				);
				return;
			case 'join':
				await put(
					`insert into lamplight.keeper (box_id, member_id, joined_at) values ($1, $2, $3)
					on conflict do nothing`,
					[box, id, at]
				);
		}
	}

	/** What chance seldom comes upon. */
	const rare: [scope: 'mine' | 'box', steps: Step[]][] = [
		[
			'box',
			[
				{ do: 'delegate', by: 1, named: 0, kind: 'share' },
				{ do: 'brought-back', by: 1, audiences: ['peers'] },
				{ do: 'share', by: 0, version: 1, audiences: ['peers'] }
			]
		],
		[
			'box',
			[
				{ do: 'share', by: 0, version: 1, audiences: ['peers'] },
				{ do: 'answer', by: 1, proposal: 0, answer: 'no' },
				{ do: 'close', proposal: 0 },
				{ do: 'die', by: 1 },
				{ do: 'share', by: 0, version: 1, audiences: ['anyone'] },
				{ do: 'share', by: 0, version: 1, audiences: ['family'] }
			]
		],
		[
			'box',
			[
				{ do: 'join', by: 2 },
				{ do: 'share', by: 0, version: 1, audiences: ['peers'] },
				{ do: 'answer', by: 1, proposal: 0, answer: 'yes' },
				{ do: 'leave', by: 2 }
			]
		]
	];

	test('is answered alike by the rules and by Postgres, whatever was lived', async () => {
		const begins = new Date('2024-01-01T00:00:00Z');
		let agreed = 0;
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom('mine' as const, 'box' as const),
				fc.array(step, { minLength: 3, maxLength: 18 }),
				async (scope, steps) => {
					const made = await world(scope, begins);
					for (const [index, each] of steps.entries()) {
						await live(made, each, new Date(begins.getTime() + (index + 1) * 60_000));
					}
					await behindTheWalls(async (tx) => {
						const facts = await allFacts(tx, made.box);
						for (const proposal of facts.proposals.filter((each) => !each.closedAt)) {
							const { rows } = await sql<{ agrees: boolean }>`
								select everyone_agrees(${proposal.id}) as agrees
							`.execute(tx);
							const ruled = proposalState(proposal, facts, new Date());
							expect({ ...ruled, agrees: rows[0]?.agrees }).toEqual({
								...ruled,
								agrees: ruled.state === 'agreed'
							});
							if (ruled.state === 'agreed') agreed++;
						}
					});
				}
			),
			{ numRuns: 100, examples: rare }
		);
		// Two that never agree to anything would agree with each other, too.
		expect(agreed).toBeGreaterThan(10);
	}, 120_000);
});

describe('who sees a version of a story', () => {
	type Cast = {
		box: string;
		/** Wren and Tom keep it; the others come and go. */
		people: Record<'wren' | 'tom' | 'robin' | 'granny' | 'peer', Person>;
		stories: Awaited<ReturnType<typeof write>>[];
		revisions: number[];
	};
	type Name = keyof Cast['people'];

	const name = fc.constantFrom<Name>('wren', 'tom', 'robin', 'granny', 'peer');
	const keeper = fc.constantFrom<Name>('wren', 'tom', 'robin');
	const story = fc.nat(1);
	const act = fc.oneof(
		{
			weight: 6,
			arbitrary: fc.record({
				do: fc.constant('share' as const),
				story,
				audiences,
				edited: fc.boolean()
			})
		},
		{ weight: 2, arbitrary: fc.record({ do: fc.constant('ask' as const), story, audiences }) },
		{
			weight: 2,
			arbitrary: fc.record({
				do: fc.constant('bring-back' as const),
				by: keeper,
				story,
				audience: fc.constantFrom<(Audience | null)[]>(null, 'family', 'peers', 'anyone')
			})
		},
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), by: keeper }) },
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('die' as const), by: keeper }) },
		{
			weight: 3,
			arbitrary: fc.record({
				do: fc.constant('join' as const),
				by: name,
				as: fc.constantFrom('keeper', 'guest', 'guest')
			})
		},
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), by: name }) },
		{
			weight: 2,
			arbitrary: fc.record({ do: fc.constant('block' as const), by: keeper, whom: name })
		},
		{ weight: 1, arbitrary: fc.record({ do: fc.constant('unblock' as const), by: keeper }) },
		{
			weight: 2,
			arbitrary: fc.record({
				do: fc.constantFrom('suspend' as const, 'lift' as const, 'welcome' as const),
				by: name
			})
		},
		{
			weight: 1,
			arbitrary: fc.record({
				do: fc.constantFrom('take-down' as const, 'put-up' as const),
				story
			})
		}
	);
	type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

	const put = (text: string, values: unknown[]) => site.owner.query(text, values);

	async function cast(): Promise<Cast> {
		const named = async (each: string) => site.person(each);
		const people = {
			wren: await named('Wren'),
			tom: await named('Tom'),
			robin: await named('Robin'),
			granny: await named('Granny'),
			peer: await named('Ines')
		};
		const box = await beginBox(site, people.wren);
		await join(site, box, people.wren, people.tom);
		await join(site, box, people.wren, people.granny, 'guest');
		await put('insert into lamplight.peer_welcome (member_id) values ($1)', [people.peer.id]);
		return {
			box,
			people,
			stories: [
				await write(site, people.wren, box, 'Own', 'I could not sleep.'),
				await write(site, people.wren, box, 'Ours', 'Tom held him.')
			],
			revisions: [1, 1]
		};
	}

	async function live(world: Cast, each: Act): Promise<unknown> {
		const { box, people, stories, revisions } = world;
		const story = 'story' in each ? (stories[each.story] as (typeof stories)[0]) : undefined;
		const by = 'by' in each ? people[each.by] : people.wren;
		switch (each.do) {
			case 'share':
			case 'ask': {
				if (!story) return;
				if (each.do === 'share' && each.edited) {
					const body = each.story ? `Tom held him. ${randomUUID()}` : `Sleepless. ${randomUUID()}`;
					revisions[each.story] = await edit(site, people.wren, story, body);
				}
				const revision = revisions[each.story] ?? 1;
				const wren = actor(site, people.wren);
				const choices = choosing(each.audiences, { revision });
				const { proposalId, outcome } = await proposeShare(wren, box, story, choices);
				if (each.do === 'ask' || outcome === 'done') return;
				for (const other of [people.tom, people.robin]) {
					await answerProposal(actor(site, other), box, proposalId, 'yes').catch(refused);
				}
				return;
			}
			case 'bring-back':
				return story && bringBack(actor(site, by), box, story, each.audience);
			case 'leave':
				return leaveBox(actor(site, by), box);
			case 'die':
				return put(
					`update lamplight.keeper set died_at = clock_timestamp()
					where box_id = $1 and member_id = $2 and left_at is null and died_at is null`,
					[box, by.id]
				);
			case 'join':
				return join(site, box as never, people.wren, by, each.as);
			case 'withdraw':
				return put(
					`update lamplight.guest set withdrawn_at = clock_timestamp()
					where box_id = $1 and member_id = $2 and withdrawn_at is null`,
					[box, by.id]
				);
			case 'block':
				return put(
					`insert into lamplight.block (blocker_id, member_id, blocked_at)
					values ($1, $2, clock_timestamp()) on conflict do nothing`,
					[by.id, people[each.whom].id]
				);
			case 'unblock':
				return put(
					`update lamplight.block set lifted_at = clock_timestamp()
					where blocker_id = $1 and lifted_at is null`,
					[by.id]
				);
			case 'suspend':
				return put(`insert into lamplight.suspension (member_id, reason) values ($1, 'x')`, [
					by.id
				]);
			case 'lift':
				return put('update lamplight.suspension set lifted_at = now() where member_id = $1', [
					by.id
				]);
			case 'welcome':
				return put(
					'insert into lamplight.peer_welcome (member_id) values ($1) on conflict do nothing',
					[by.id]
				);
			case 'take-down':
				return put(`insert into lamplight.takedown (story_id, reason) values ($1, 'x')`, [story]);
			case 'put-up':
				return put('update lamplight.takedown set lifted_at = now() where story_id = $1', [story]);
		}
	}

	/** Not theirs to do, or not right now: then nothing happens, and that is a life, too. */
	function refused(error: unknown): void {
		if (!(error instanceof NotFound || error instanceof NotRight)) throw error;
	}

	async function viewerOf(person: Person): Promise<Viewer> {
		const { rows } = await site.owner.query(
			`select exists (select from lamplight.suspension where member_id = $1 and lifted_at is null) as suspended,
				exists (select from lamplight.peer_welcome where member_id = $1) as peer`,
			[person.id]
		);
		return { kind: 'member', id: person.id, visit: null, moderator: false, ...rows[0] };
	}

	async function blocksIn(tx: Tx, box: string): Promise<Block[]> {
		const rows = await tx
			.selectFrom('block')
			.where('blockerId', 'in', (eb) =>
				eb.selectFrom('keeper').where('boxId', '=', box).select('memberId')
			)
			.selectAll()
			.execute();
		return rows.map((row) => ({
			keeperId: row.blockerId as MemberId,
			memberId: row.memberId as MemberId,
			at: row.blockedAt,
			endedAt: row.liftedAt
		}));
	}

	/** The versions that the rule lets this viewer read. */
	function ruled(viewer: Viewer, facts: ConsentFacts): string[] {
		return facts.versions
			.filter(({ id: versionId, storyId }) => {
				const story = facts.stories.find((each) => each.id === storyId);
				const share = facts.shares.find((each) => each.storyId === storyId && !each.endedAt);
				const proposed = facts.proposals.some(
					({ wish, closedAt }) => !closedAt && wish.kind === 'share' && wish.versionId === versionId
				);
				if (!story) throw new Error('Every story is known here.');
				const seen = { box: facts.box, story, versionId, proposed, share: share ?? null };
				return visibility(viewer, { kind: 'version', ...seen }, new Date()).show !== 'hidden';
			})
			.map((each) => each.id as string)
			.sort();
	}

	async function through(person: Person | null, stories: string[]): Promise<string[]> {
		const rows = await asViewer(site.pools.web, person?.session ?? null, (tx) =>
			tx.selectFrom('storyVersion').where('storyId', 'in', stories).select('id').execute()
		);
		return rows.map((row) => row.id).sort();
	}

	/** What chance seldom comes upon: a block outlives the leaving of whoever blocked. */
	const rare: [Act[]][] = [
		[
			[
				{ do: 'join', by: 'robin', as: 'keeper' },
				{ do: 'share', story: 0, audiences: ['family'], edited: false },
				{ do: 'block', by: 'robin', whom: 'granny' },
				{ do: 'leave', by: 'robin' }
			]
		]
	];

	test('is decided alike by the rule and by row-level security, whatever was lived', async () => {
		let seenByReaders = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 12 }), async (acts) => {
				const world = await cast();
				for (const each of acts) await live(world, each).catch(refused);
				const facts = await behindTheWalls(async (tx) => {
					const known = await allFacts(tx, world.box);
					const blocks = await blocksIn(tx, world.box);
					return { ...known, box: { ...known.box, blocks } };
				});
				for (const [name, person] of [...Object.entries(world.people), ['nobody', null] as const]) {
					const viewer: Viewer = person
						? await viewerOf(person)
						: { kind: 'stranger', visit: null };
					const byRule = ruled(viewer, facts);
					expect({ name, sees: await through(person, world.stories) }).toEqual({
						name,
						sees: byRule
					});
					if (!['wren', 'tom'].includes(name)) seenByReaders += byRule.length;
				}
			}),
			{ numRuns: 80, examples: rare }
		);
		expect(seenByReaders).toBeGreaterThan(50);
	}, 240_000);
});
