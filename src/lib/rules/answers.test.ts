/** R4: who may answer a story, which way a letter takes, and who may read it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answering, mayReadLetter, nextStage } from './answers.ts';
import type { LetterStage, LetterVerdict, LetterWay, OnItsWay, ToBeAnswered } from './facts.ts';
import { anna, day, eve, now, ruth, tom } from './testing/family.ts';

const reader = (changes: Partial<ToBeAnswered> = {}): ToBeAnswered => ({
	...{ reader: 'member', seen: true, keeps: false, answers: 'letters', ...changes }
});

describe('a story', () => {
	test.each([
		['open to letters takes both', reader(), true, true],
		['open to "I am with you" takes no letter', reader({ answers: 'with_you' }), true, false],
		['closed to answers takes neither', reader({ answers: 'none' }), false, false],
		[
			'takes nothing from a reader who is not signed in',
			reader({ reader: 'stranger' }),
			false,
			false
		],
		['takes nothing from whoever does not see it', reader({ seen: false }), false, false],
		['takes nothing from those who keep it', reader({ keeps: true }), false, false]
	] as const)('%s', (_name, facts, withYou, letters) => {
		expect(answering(facts)).toMatchObject({ withYou, letters });
	});
});

const copy = (changes: Partial<OnItsWay> = {}): OnItsWay => ({
	...{ stage: 'screening', screen: 'pass', verdict: null, way: 'moderator', hasReader: false },
	...{ apart: false, notAllowedNow: false, ...changes }
});

describe('a letter', () => {
	test.each<[string, Partial<OnItsWay>, LetterStage]>([
		['waits until it is screened', { screen: null }, 'screening'],
		['is read first by a moderator where nothing was chosen', {}, 'moderator'],
		['goes straight in once screened where that was chosen', { way: 'straight' }, 'due'],
		['goes to a trusted person who agreed', { way: 'trusted', hasReader: true }, 'trusted'],
		[
			'goes to a moderator while the trusted person has not agreed',
			{ way: 'trusted' },
			'moderator'
		],
		[
			'that the screen holds is read by a moderator, whatever was chosen',
			{ screen: 'hold', way: 'straight' },
			'moderator'
		],
		['that a moderator passed on goes in', { screen: 'hold', verdict: 'passed_on' }, 'due'],
		[
			'that a moderator passed on is still read by the trusted person',
			{ screen: 'hold', verdict: 'passed_on', way: 'trusted', hasReader: true },
			'trusted'
		],
		['that was not passed on stays', { verdict: 'not_passed_on', way: 'straight' }, 'kept_back'],
		['marked as abuse stays', { verdict: 'abuse', way: 'straight' }, 'kept_back'],
		['from somebody blocked does not arrive', { apart: true, way: 'straight' }, 'withheld'],
		[
			'does not arrive where letters were taken back meanwhile',
			{ notAllowedNow: true, verdict: 'passed_on' },
			'withheld'
		]
	])('%s', (_name, changes, stage) => {
		expect(nextStage(copy(changes)).stage).toBe(stage);
	});
});

const anyCopy: fc.Arbitrary<OnItsWay> = fc.record({
	stage: fc.constantFrom<LetterStage>('screening', 'moderator', 'trusted', 'kept_back', 'due'),
	screen: fc.constantFrom('pass', 'hold', null),
	verdict: fc.constantFrom<LetterVerdict | null>(null, 'passed_on', 'not_passed_on', 'abuse'),
	way: fc.constantFrom<LetterWay>('moderator', 'trusted', 'straight'),
	hasReader: fc.boolean(),
	apart: fc.boolean(),
	notAllowedNow: fc.boolean()
});

test('nothing goes in unscreened, from somebody apart, or against what a moderator decided', () => {
	let went = 0;
	fc.assert(
		fc.property(anyCopy, (each) => {
			const { stage } = nextStage(each);
			if (stage !== 'due' && stage !== 'trusted') return;
			went += 1;
			expect(each).toMatchObject({ apart: false, notAllowedNow: false });
			expect(each.screen).not.toBeNull();
			expect(['not_passed_on', 'abuse']).not.toContain(each.verdict);
			if (each.screen === 'hold') expect(each.verdict).toBe('passed_on');
		}),
		{ numRuns: 3000 }
	);
	expect(went).toBeGreaterThan(100);
});

test('the screen alone never keeps a letter back for good: a person decides', () => {
	fc.assert(
		fc.property(anyCopy, (each) => {
			if (each.verdict === null) expect(nextStage(each).stage).not.toBe('kept_back');
		})
	);
});

describe('a letter is read by', () => {
	const sent = day(1);
	const letter = {
		from: ruth,
		deliveries: [
			{ to: anna, stage: 'delivered' as const, reader: null, deliveredAt: sent },
			{ to: tom, stage: 'trusted' as const, reader: eve, deliveredAt: null }
		],
		matters: []
	};
	const who = (id: typeof anna, changes = {}) => ({
		...{ id, suspended: false, moderator: false, ...changes }
	});
	const held = { ...letter, deliveries: [], matters: [{ takenBy: eve, closedAt: null }] };
	test.each([
		['whoever sent it', who(ruth), letter, true],
		['the keeper to whom it was delivered', who(anna), letter, true],
		['not the keeper for whom somebody still reads it', who(tom), letter, false],
		['the person who reads it first for them', who(eve), letter, true],
		['not that person while suspended', who(eve, { suspended: true }), letter, false],
		[
			'no moderator without a matter',
			who(eve, { moderator: true }),
			{ ...held, matters: [] },
			false
		],
		['the moderator who has its matter before them', who(eve, { moderator: true }), held, true],
		['no other moderator', who(tom, { moderator: true }), held, false],
		[
			'no moderator once the matter is over',
			who(eve, { moderator: true }),
			{ ...held, matters: [{ takenBy: eve, closedAt: sent }] },
			false
		],
		['nobody else', who(eve), held, false]
	] as const)('%s', (_name, reads, facts, may) => {
		expect(mayReadLetter(reads, facts, now).may).toBe(may);
	});
});
