/** What Postgres denies of matters, held to the rule in src/lib/rules/moderation.ts. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { decisionsOf, mayTake } from '#lib/rules/moderation.ts';
import type {
	BoxId,
	MatterFacts,
	MatterKind,
	MatterState,
	MemberId,
	ModeratorFacts
} from '#lib/rules/facts.ts';
import { beginBox } from '../../../tests/database/home.ts';
import { openTestSite } from '../../../tests/database/site.ts';

const site = await openTestSite();
const kinds: MatterKind[] = ['report', 'letter', 'first_story', 'danger'];
const open: MatterState[] = ['reported', 'held', 'appealed'];
const states: MatterState[] = ['clear', ...open, 'released', 'removed'];
const verbs = ['report', 'wait', 'hold', 'release', 'remove', 'abuse', 'appeal', 'end', 'x'];

test('each move of a moderator comes to in Postgres what it comes to by the rule, and no other is there', async () => {
	const asked = kinds.flatMap((kind) =>
		states.flatMap((state) => verbs.map((verb) => ({ kind, state, verb })))
	);
	const { rows } = await site.owner.query<{ comes: string | null }>(
		`select lamplight.move_of(a ->> 'kind', a ->> 'state', a ->> 'verb') as comes
		from jsonb_array_elements($1) with ordinality as all_of_them (a, at) order by at`,
		[JSON.stringify(asked)]
	);
	const moves = asked.map((each, at) => ({ ...each, to: rows[at]?.comes ?? null }));
	const ruled = asked.map((each) => {
		const move = decisionsOf(each.kind, each.state).find(({ verb }) => verb === each.verb);
		return { ...each, to: move?.to ?? null };
	});
	expect(moves).toEqual(ruled);
	expect(moves.filter(({ to }) => to !== null)).toHaveLength(18);
});

const people = [await site.person('Kim'), await site.person('Lou'), await site.person('Ash')];
const ids = people.map(({ id }) => id);
const writer = await site.person('Wren');
const boxes: BoxId[] = [await beginBox(site, writer), await beginBox(site, writer)];
const client: pg.PoolClient = await site.owner.connect();
afterAll(() => client.release());

const somebody = fc.constantFrom(...ids);
const ways = ['passed_on', 'knows_family', 'put_back', 'decided'] as const;
const life = fc.record({
	kind: fc.constantFrom<MatterKind>('report', 'danger', 'letter'),
	state: fc.constantFrom(...states),
	box: fc.constantFrom(boxes[0]!, boxes[1]!, null),
	about: fc.option(somebody),
	reporters: fc.uniqueArray(somebody, { maxLength: 1 }),
	keepers: fc.uniqueArray(
		fc.record({ who: somebody, box: fc.constantFrom(...boxes), left: fc.boolean() }),
		{ maxLength: 2, selector: ({ who }) => who }
	),
	steps: fc.array(
		fc.record({
			verb: fc.constantFrom('hold', 'release', 'remove', 'abuse', 'appeal', 'open'),
			by: somebody
		}),
		{ maxLength: 2 }
	),
	takings: fc.array(
		fc.record({
			who: somebody,
			as: fc.constantFrom(...ways),
			/** This matter; or another, of that memory box. */
			of: fc.constantFrom<BoxId | 'this'>('this', ...boxes)
		}),
		{ maxLength: 3 }
	),
	holder: fc.option(somebody)
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** Writes it all down; gives the matter. Taken back by whoever asked. */
async function arrange(of: Life): Promise<string> {
	const put = (text: string, values: unknown[]) =>
		client.query(`insert into lamplight.${text}`, values);
	const matter = async (kind: MatterKind, state: MatterState, box: string | null, about = null) => {
		const id = randomUUID();
		await put(
			`matter (id, kind, concern, state, box_id, member_id, letter_id, closed_at)
				values ($1, $2, 'other', $3, $4, $5, $6, $7)`,
			[
				...[id, kind, state, box, about, kind === 'letter' ? randomUUID() : null],
				open.includes(state) ? null : new Date()
			]
		);
		return id;
	};
	const id = await matter(of.kind, of.state, of.box, of.about as never);
	for (const { who, box, left } of of.keepers) {
		await put('keeper (box_id, member_id, left_at) values ($1, $2, $3)', [
			...[box, who, left ? new Date() : null]
		]);
	}
	for (const who of of.reporters) {
		await put(`report (matter_id, reporter_id, concern) values ($1, $2, 'other')`, [id, who]);
	}
	for (const { verb, by } of of.steps) {
		await put(
			`matter_step (matter_id, verb, from_state, to_state, by_id) values ($1, $2, 'held', 'held', $3)`,
			[id, verb, by]
		);
	}
	for (const { who, as, of: which } of of.takings) {
		const taken = which === 'this' ? id : await matter('report', 'released', which);
		await put(
			'matter_taking (matter_id, member_id, ended_at, ended_as) values ($1, $2, now(), $3)',
			[taken, who, as]
		);
	}
	if (of.holder) {
		await put('matter_taking (matter_id, member_id) values ($1, $2)', [id, of.holder]);
	}
	return id;
}

function factsOf(of: Life): MatterFacts {
	const decides = ['hold', 'release', 'remove', 'abuse'];
	const present = of.keepers.filter(({ box, left }) => box === of.box && !left);
	return {
		...{ kind: of.kind, concern: 'other', state: of.state, boxId: of.box, takenBy: of.holder },
		closedAt: open.includes(of.state) ? null : new Date(0),
		decisions: of.steps
			.filter(({ verb }) => decides.includes(verb))
			.map(({ verb, by }) => ({ verb, by, from: 'held' as const })),
		// A family one knows is also this one matter, where it is of no memory box.
		passedOnBy: of.takings
			.filter(({ of: which, as }) => which === 'this' && /passed_on|knows/.test(as))
			.map(({ who }) => who),
		reporters: of.reporters,
		concerned: [...present.map(({ who }) => who), ...(of.about ? [of.about] : [])]
	};
}
const knownBy = (of: Life, id: MemberId): ModeratorFacts => ({
	...{ id, endedAt: null, suspended: false, aside: [] },
	knows: of.takings.flatMap(({ who, as, of: which }) =>
		who === id && as === 'knows_family' && which !== 'this' ? [which] : []
	)
});

test('a matter is barred in Postgres from whom the rule bars, whatever happened around it', async () => {
	let [barred, free] = [0, 0];
	await fc.assert(
		fc.asyncProperty(life, async (of) => {
			await client.query('begin');
			try {
				const id = await arrange(of);
				const { rows } = await client.query<{ who: string; barred: boolean; holder: string }>(
					`select who, lamplight.is_barred(who, m) as barred, lamplight.holder_of(m.id) as holder
					from lamplight.matter m cross join unnest($2::uuid[]) who where m.id = $1`,
					[id, ids]
				);
				const facts = factsOf(of);
				for (const id of ids) {
					const row = rows.find(({ who }) => who === id);
					const { allowed, causes } = mayTake(knownBy(of, id), facts, new Date());
					const forThem = causes.filter(
						({ cause }) => cause !== 'over' && cause !== 'before-another'
					);
					expect(row?.barred, JSON.stringify({ of, id })).toBe(forThem.length > 0);
					if (row?.barred) barred++;
					// As `may_take` puts the three together.
					const mine = row?.holder === null || row?.holder === id;
					expect(!row?.barred && facts.closedAt === null && mine).toBe(allowed);
					if (allowed) free++;
				}
			} finally {
				await client.query('rollback');
			}
		}),
		{ numRuns: 150 }
	);
	expect(Math.min(barred, free)).toBeGreaterThan(10);
});
