/**
 * The rules and Postgres decide the same question twice: does everyone agree? Here random lives of a
 * box are lived out in the database, and both are asked. They have to say the same.
 */
import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { mayRemind, proposalState } from '#lib/rules/consent.ts';
import { allFacts, behindTheWalls } from '../../../tests/database/behindWalls.ts';
import { anyStep, consentLife, type Step } from '../../../tests/database/consentLife.ts';
import { openTestSite } from '../../../tests/database/site.ts';

const site = await openTestSite();
const people = [await site.person('Ash'), await site.person('Bea'), await site.person('Cal')];
const life = consentLife(site, people);
const begins = new Date('2024-01-01T00:00:00Z');

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
	],
	// Sharing left to another, with covers and without; and what is shown already.
	...[['share'], ['share', 'uncover'], ['uncover']].flatMap((kinds) =>
		[2, 4].map((stands): [scope: 'box', steps: Step[]] => [
			'box',
			[
				...kinds.map((kind): Step => ({ do: 'delegate', by: 1, named: 0, kind })),
				{ do: 'stands', version: stands, audiences: ['family', 'peers'] },
				{ do: 'share', by: 0, version: 2, audiences: ['peers'] },
				{ do: 'share', by: 0, version: 2, audiences: ['anyone'] }
			]
		])
	),
	// What may be found, answered and known is left to another by itself; and what is so already.
	...[5, 6, 7].flatMap((version) =>
		[['share'], ['share', 'findable', 'allow_letters', 'show_lived_fact']].map(
			(kinds): [scope: 'box', steps: Step[]] => [
				'box',
				[
					...kinds.map((kind): Step => ({ do: 'delegate', by: 1, named: 0, kind })),
					{ do: 'stands', version: 6, audiences: ['peers'] },
					{ do: 'share', by: 0, version, audiences: ['peers'] },
					{ do: 'narrow', by: 0, setting: 'lived', what: 'weeks' },
					{ do: 'share', by: 0, version, audiences: ['peers', 'family'] }
				]
			]
		)
	),
	// After a no to much, less is a new question.
	...[
		[7, 6],
		[7, 5],
		[6, 7],
		[8, 5],
		[9, 7]
	].map(([no, then]): [scope: 'box', steps: Step[]] => [
		'box',
		[
			{ do: 'share', by: 0, version: no ?? 0, audiences: ['peers'] },
			{ do: 'answer', by: 1, proposal: 0, answer: 'no' },
			{ do: 'close', proposal: 0 },
			{ do: 'share', by: 0, version: then ?? 0, audiences: ['peers'] },
			{ do: 'answer', by: 1, proposal: 1, answer: 'yes' }
		]
	]),
	// A lived fact is nobody’s own words alone; to be found is the writer’s to choose.
	...[9, 10].map((version): [scope: 'box', steps: Step[]] => [
		'box',
		[{ do: 'share', by: 0, version, audiences: ['anyone'] }]
	]),
	[
		'box',
		[
			{ do: 'share', by: 0, version: 2, audiences: ['peers'] },
			{ do: 'all-say-yes' },
			{ do: 'taken-back' },
			{ do: 'answer', by: 1, proposal: 0, answer: 'yes' }
		]
	]
];

test('whether everyone agrees is answered alike by the rules and by Postgres, whatever was lived', async () => {
	let agreed = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom('mine' as const, 'box' as const),
			fc.array(anyStep, { minLength: 3, maxLength: 18 }),
			async (scope, steps) => {
				const world = await life.begin(scope, begins);
				for (const [index, each] of steps.entries()) {
					await life.live(world, each, new Date(begins.getTime() + (index + 1) * 60_000));
				}
				await behindTheWalls(site, async (tx) => {
					const facts = await allFacts(tx, world.box);
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
		{ numRuns: 110, examples: rare }
	);
	// Two that never agree to anything would agree with each other, too.
	expect(agreed).toBeGreaterThan(10);
}, 180_000);

/** Questions that wait for somebody, so that there is always a reminder to compare. */
const unanswered = (['family', 'peers', 'anyone'] as const).flatMap((audience) =>
	[0, 1].map((by): [Step[]] => [[{ do: 'share', by, version: 2, audiences: [audience] }]])
);

test('whom the one reminder reaches is answered alike, too', async () => {
	let reminded = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(anyStep, { minLength: 2, maxLength: 10 }), async (steps) => {
			const world = await life.begin('box', begins);
			for (const [index, each] of steps.entries()) {
				await life.live(world, each, new Date(begins.getTime() + (index + 1) * 60_000));
			}
			await behindTheWalls(site, async (tx) => {
				const facts = await allFacts(tx, world.box);
				for (const proposal of facts.proposals) {
					const ruling = mayRemind(proposal.proposedBy, proposal, facts, new Date());
					if (!ruling.allowed) continue;
					await sql`select set_config('lamplight.viewer', ${proposal.proposedBy}, true)`.execute(
						tx
					);
					const { rows } = await sql<{ who: string }>`
						select remind_once(${proposal.id}) as who
					`.execute(tx);
					expect(rows.map(({ who }) => who).sort()).toEqual([...ruling.tell].sort());
					reminded++;
				}
			});
		}),
		{ numRuns: 40 + unanswered.length, examples: unanswered }
	);
	expect(reminded).toBeGreaterThan(0);
});
