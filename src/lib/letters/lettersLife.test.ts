/** Random lives of letters: the rule (R4) and Postgres say the same of each, at every step. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { mayReadLetter, nextStage } from '#lib/rules/answers.ts';
import type { LetterStage, LetterVerdict, LetterWay, MemberId } from '#lib/rules/facts.ts';
import type { Family } from '../../../tests/database/family.ts';
import { kindWords, writingLetters } from '../../../tests/database/letters.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { sendLetter } from './actions.server.ts';

const site = await openTestSite();
const { as, put, openFamily, allow, way, tx, block, suspend } = writingLetters(site);

const who = fc.nat(4);
const anyStep = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), by: who }) },
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('screen' as const),
			screen: fc.constantFrom('pass', 'pass', 'hold')
		})
	},
	{ weight: 4, arbitrary: fc.record({ do: fc.constant('route' as const) }) },
	{ weight: 3, arbitrary: fc.record({ do: fc.constant('deliver' as const) }) },
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('way' as const),
			by: fc.nat(1),
			way: fc.constantFrom<LetterWay>('moderator', 'trusted', 'straight')
		})
	},
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('trust' as const), by: fc.nat(1), to: who })
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant('decide' as const),
			verdict: fc.constantFrom<LetterVerdict>('passed_on', 'passed_on', 'not_passed_on', 'abuse')
		})
	},
	{ weight: 2, arbitrary: fc.record({ do: fc.constant('take' as const), by: who }) },
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('block' as const), by: fc.nat(1), whom: who })
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant('suspend' as const), by: who }) },
	{
		weight: 1,
		arbitrary: fc.record({
			do: fc.constant('allow' as const),
			answers: fc.constantFrom('letters', 'letters', 'with_you', 'none')
		})
	}
);
type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never;
type World = { family: Family; people: Person[]; letters: string[] };

async function live({ family, people, letters }: World, step: Step): Promise<void> {
	const somebody = (at: number) => people[at]!;
	switch (step.do) {
		case 'write': {
			const sent = await sendLetter(
				as(somebody(step.by)),
				{ story: family.story },
				{ body: kindWords }
			).catch(() => null);
			if (sent) letters.push(sent);
			return;
		}
		case 'screen':
			await put(
				`update lamplight.letter set screen = $1, screened_at = now()
				where box_id = $2 and screen is null`,
				[step.screen, family.box]
			);
			return;
		case 'route':
			for (const letter of letters) await route(letter);
			return;
		case 'deliver':
			await put(
				`update lamplight.letter_delivery set stage = 'delivered', delivered_at = now()
				where stage = 'due' and letter_id = any ($1)`,
				[letters]
			);
			return;
		case 'way':
			return way(somebody(step.by), step.way);
		case 'trust': {
			const [by, to] = [somebody(step.by), somebody(step.to)];
			if (by === to) return;
			await put(
				'update lamplight.letter_trust set ended_at = now() where member_id = $1 and ended_at is null',
				[by.id]
			);
			await put(
				'insert into lamplight.letter_trust (member_id, reader_id, agreed_at) values ($1, $2, now())',
				[by.id, to.id]
			);
			return;
		}
		case 'decide':
			await put(
				`update lamplight.letter set verdict = $1, verdict_at = now()
				where box_id = $2 and screen is not null and verdict is null`,
				[step.verdict, family.box]
			);
			return;
		case 'take':
			await put(
				`insert into lamplight.matter_taking (matter_id, member_id)
				select id, $1 from lamplight.matter where letter_id = any ($2) and closed_at is null
				on conflict do nothing`,
				[somebody(step.by).id, letters]
			);
			return;
		case 'block':
			if (step.by !== step.whom) await block(somebody(step.by), somebody(step.whom));
			return;
		case 'suspend':
			return suspend(somebody(step.by));
		case 'allow':
			return allow(family, step.answers);
	}
}

const open: LetterStage[] = ['screening', 'moderator', 'trusted', 'kept_back', 'due'];

/** What the rule says of each copy, beside what Postgres makes of it. */
async function route(letter: string): Promise<void> {
	const { rows: copies } = await put(
		`select d.member_id as "to", d.stage, l.screen, l.verdict, l.from_id as "from",
			coalesce((select w.way from lamplight.letter_way w where w.member_id = d.member_id), 'moderator') as way,
			exists (
				select from lamplight.letter_trust t where t.member_id = d.member_id and t.ended_at is null
					and t.agreed_at is not null
					and not exists (select from lamplight.suspension s where s.member_id = t.reader_id and s.lifted_at is null)
			) as "hasReader",
			exists (select from lamplight.suspension s where s.member_id = l.from_id and s.lifted_at is null)
				or exists (
					select from lamplight.block b join lamplight.keeper k on k.member_id = b.blocker_id
					where k.box_id = l.box_id and b.member_id = l.from_id
				)
				or exists (
					select from lamplight.block b where b.blocker_id = l.from_id and b.member_id = d.member_id
				) as apart,
			not exists (
				select from lamplight.share s where s.story_id = l.story_id and s.answers = 'letters'
			) as "notAllowedNow"
		from lamplight.letter_delivery d join lamplight.letter l on l.id = d.letter_id
		where l.id = $1`,
		[letter]
	);
	await sql`select route_letter(${letter})`.execute(site.pools.worker);
	for (const copy of copies) {
		const { rows } = await put(
			'select stage from lamplight.letter_delivery where letter_id = $1 and member_id = $2',
			[letter, copy.to]
		);
		const expected = open.includes(copy.stage) ? nextStage(copy).stage : copy.stage;
		expect({ ...copy, became: rows[0]?.stage }).toEqual({ ...copy, became: expected });
	}
}

async function readers({ people, letters }: World): Promise<number> {
	let reads = 0;
	const now = new Date(Date.now() + 1000);
	for (const letter of letters) {
		const { rows: deliveries } = await put(
			`select member_id as "to", stage, reader_id as reader, delivered_at as "deliveredAt"
			from lamplight.letter_delivery where letter_id = $1`,
			[letter]
		);
		const { rows: matters } = await put(
			`select t.member_id as "takenBy", m.closed_at as "closedAt" from lamplight.matter m
			join lamplight.matter_taking t on t.matter_id = m.id and t.ended_at is null
			where m.letter_id = $1`,
			[letter]
		);
		const { rows: from } = await put('select from_id as id from lamplight.letter where id = $1', [
			letter
		]);
		for (const [at, person] of people.entries()) {
			const { rows: s } = await put(
				'select 1 from lamplight.suspension where member_id = $1 and lifted_at is null',
				[person.id]
			);
			const reader = { id: person.id, suspended: s.length > 0, moderator: at === 4 };
			const facts = { from: from[0]?.id as MemberId, deliveries, matters };
			const { may, causes } = mayReadLetter(reader, facts, now);
			const found = await tx(person, (inTx) =>
				inTx.selectFrom('letter').where('id', '=', letter).select('body').execute()
			);
			expect({ at, causes, found: found.length }).toEqual({ at, causes, found: may ? 1 : 0 });
			if (may) reads += 1;
		}
	}
	return reads;
}

test('across random lives, Postgres sends and shows a letter as the rule does, and no other way', async () => {
	await watching(site).lookFirst(false);
	let [read, written] = [0, 0];
	await fc.assert(
		fc.asyncProperty(fc.array(anyStep, { minLength: 6, maxLength: 26 }), async (steps) => {
			const family = await openFamily();
			const more = await Promise.all(['Ruth', 'Eve', 'Max'].map((name) => site.person(name)));
			const people = [family.wren, family.tom, ...more];
			await put('insert into lamplight.moderator (member_id) values ($1)', [people[4]?.id]);
			const world: World = { family, people, letters: [] };
			// Somebody writes in every life, so that there is something to compare.
			await live(world, { do: 'write', by: 2 });
			for (const step of steps) await live(world, step);
			await live(world, { do: 'route' });
			read += await readers(world);
			written += world.letters.length;
		}),
		{ numRuns: 25, interruptAfterTimeLimit: 100_000 }
	);
	// Enough was written, and read, for the comparison to mean something.
	expect(written).toBeGreaterThan(10);
	expect(read).toBeGreaterThan(10);
});
