import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exceeds, shownIn } from './going.ts';
import { coarsened, happenings, reasons, shownAs, termsFor } from './lived.ts';

const said = { word: 'born sleeping', weeks: '19', when: '2017', cause: ['cord', 'unknown'] };
const none = { findable: false, answers: 'none', subjects: [] } as const;

describe('what goes out of what was lived', () => {
	test('is nothing that was not chosen', () => {
		expect(coarsened(said, {}, 2026)).toEqual({});
		expect(coarsened({}, { weeks: 'exact' }, 2026)).toEqual({});
	});

	test('is as exact as was chosen', () => {
		expect(coarsened(said, { weeks: 'rough', when: 'rough' }, 2026)).toEqual({
			weeks: '~20',
			when: '~some-years'
		});
		expect(coarsened(said, { weeks: 'exact', cause: 'exact', word: 'exact' }, 2026)).toEqual({
			word: 'born sleeping',
			weeks: '19',
			cause: ['cord', 'unknown']
		});
		expect(coarsened(said, { when: 'rough' }, 2018)).toEqual({ when: '~recent' });
	});

	test('tells no week that was lived when it is said roughly, but one near it', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 45 }), (weeks) => {
				const { weeks: out } = coarsened({ weeks: String(weeks) }, { weeks: 'rough' }, 2026);
				const number = Number(String(out).slice(1));
				expect(number % 5).toBe(0);
				expect(Math.abs(number - weeks)).toBeLessThanOrEqual(weeks < 3 ? 4 : 2);
			})
		);
	});

	test('roughly is less than exactly, and choosing it again is the same', () => {
		const rough = coarsened(said, { weeks: 'rough' }, 2026);
		const exact = coarsened(said, { weeks: 'exact' }, 2026);
		const going = (lived: typeof rough) => ({ ...none, lived: shownIn(lived) });
		expect(exceeds(going(exact), going(rough), 'lived')).toBe(true);
		expect(exceeds(going(rough), going(exact), 'lived')).toBe(false);
		expect(coarsened(said, shownAs(rough), 2026)).toEqual(rough);
	});
});

test('every term says where it is defined and when that was read, and is named once', () => {
	const terms = [...happenings, ...reasons];
	for (const { source, url, checkedOn } of terms) {
		expect(source.length).toBeGreaterThan(10);
		expect(URL.canParse(url)).toBe(true);
		expect(checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/);
	}
	expect(new Set(terms.map(({ id }) => id)).size).toBe(terms.length);
});

test('a family can say what the host added, and keeps what they said when it is withdrawn', () => {
	const own = { happened: ['Born still'], cause: [] };
	const can = termsFor(own, { happened: ['molar', 'Lost at home'], cause: 'cord' });
	expect(can.happened).toEqual([...happenings.map(({ id }) => id), 'Born still', 'Lost at home']);
	expect(can.cause).toEqual(reasons.map(({ id }) => id));
});
