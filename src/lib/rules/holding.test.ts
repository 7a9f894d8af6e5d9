import { describe, expect, test } from 'vitest';
import { deletionDue, heldBy, releasedAt } from './holding.ts';
import { holdingScenarios } from './scenarios/holding.ts';
import { anna, box, day, eve, hold, keeper, now, photo, tom } from './testing/family.ts';

describe('R3, holding', () => {
	test.each(holdingScenarios)('$name', ({ ruling, ...expected }) => {
		expect(ruling.allowed).toBe(expected.allowed);
		expect(ruling.causes.map((each) => each.cause)).toEqual(expected.causes);
		if (expected.tell) expect(ruling.tell).toEqual(expected.tell);
		expect(ruling.effects.map((each) => each.effect)).toEqual(expected.effects ?? []);
	});
});

describe('R3, who holds a photograph', () => {
	const tomDied = box({ keepers: [keeper(anna), keeper(tom, { diedAt: day(70) })] });
	const letGo = (annas: number | null, toms: number | null) =>
		photo({
			holds: [
				hold(anna, { letGoAt: annas === null ? null : day(annas) }),
				hold(tom, { letGoAt: toms === null ? null : day(toms) })
			]
		});
	const rows = [
		['both parents', photo(), box(), [anna, tom], null],
		['both, where nothing was written down', photo({ holds: [] }), box(), [anna, tom], null],
		['one, when the other let it go', letGo(50, null), box(), [tom], null],
		['nobody, when both did', letGo(50, 60), box(), [], day(60)],
		['nobody since it was said so', photo({ releasedAt: day(5) }), box(), [], day(5)],
		['nobody living, and yet it is kept for the dead', letGo(60, null), tomDied, [], null],
		['nobody, when the living let it go after a death', letGo(80, null), tomDied, [], day(80)],
		[
			'the last keeper’s things are kept when they leave',
			photo(),
			box({ keepers: [keeper(anna, { leftAt: day(70) })] }),
			[],
			null
		],
		[
			'nobody, when the only holder left it to the other',
			letGo(50, null),
			box({ keepers: [keeper(anna), keeper(tom, { leftAt: day(70) })] }),
			[],
			day(70)
		],
		[
			'nobody, when somebody joins what was let go before',
			letGo(50, 60),
			box({ keepers: [keeper(anna), keeper(tom), keeper(eve, { joinedAt: day(80) })] }),
			[],
			day(60)
		],
		[
			'whoever joined in time too',
			letGo(50, 60),
			box({ keepers: [keeper(anna), keeper(tom), keeper(eve, { joinedAt: day(55) })] }),
			[eve],
			null
		],
		['of what is mine, whoever put it in', photo({ scope: 'mine' }), box(), [anna], null],
		[
			'of what nobody claimed, nobody, and it is kept',
			photo({ putInBy: null }),
			box({ keepers: [] }),
			[],
			null
		]
	] as const;

	test.each(rows)('%s', (_, keepsake, of, holders, released) => {
		expect(heldBy(keepsake, of, now)).toEqual(holders);
		expect(releasedAt(keepsake, of, now)).toEqual(released);
	});

	test('it is deleted 30 days after nobody held it, to the moment, and not before', () => {
		const keepsake = letGo(50, 60);
		expect(deletionDue(keepsake, box(), new Date(day(90).getTime() - 1))).toBe(false);
		expect(deletionDue(keepsake, box(), day(90))).toBe(true);
		expect(deletionDue(photo(), box(), day(36500))).toBe(false);
	});
});
