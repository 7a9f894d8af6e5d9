import { describe, expect, test } from 'vitest';
import { afterDeath, afterLeaving, isOwnWords, isWidening, proposalState } from './consent.ts';
import type { Change } from './consent.ts';
import { answerScenarios } from './scenarios/answers.ts';
import { answering, doing, proposing } from './scenarios/consent-verbs.ts';
import { delegationScenarios } from './scenarios/deciding-for-me.ts';
import type { Asked, Tried } from './scenarios/scenario.ts';
import { anna, eve, now, share, tom, v1, v2 } from './testing/family.ts';

const asked: Record<string, Asked[]> = {
	'where a proposal stands': answerScenarios,
	'decide for me': delegationScenarios
};

describe.each(Object.entries(asked))('R2, %s', (_, scenarios) => {
	test.each(scenarios)('$name', ({ facts, at, state, waitingFor, tell, causes }) => {
		const [proposal] = facts.proposals;
		if (!proposal) throw new Error('a scenario needs a proposal');
		const stands = proposalState(proposal, facts, at ?? now);
		expect({ ...stands, causes: stands.causes.map((each) => each.cause) }).toEqual({
			state,
			waitingFor,
			tell: tell ?? [],
			causes
		});
	});
});

const tried: Record<string, Tried[]> = { proposing, answering, 'carrying out': doing };

describe.each(Object.entries(tried))('R2, %s', (_, scenarios) => {
	test.each(scenarios)('$name', ({ ruling, ...expected }) => {
		expect(ruling.allowed).toBe(expected.allowed);
		expect(ruling.causes.map((each) => each.cause)).toEqual(expected.causes);
		if (expected.tell) expect(ruling.tell).toEqual(expected.tell);
		if (expected.effects) {
			expect(ruling.effects.map((each) => each.effect)).toEqual(expected.effects);
		}
		if (!ruling.allowed) expect(ruling.effects).toEqual([]);
	});
});

describe('R2, what widens and so takes everybody', () => {
	const marks: Change['setting'][] = ['covered', 'subject-marked'];
	const both = (setting: Exclude<Change['setting'], 'audiences' | 'version'>) =>
		[
			[{ setting, from: false, to: true }, !marks.includes(setting)],
			[{ setting, from: true, to: false }, marks.includes(setting)],
			[{ setting, from: true, to: true }, false]
		] as [Change, boolean][];
	const changes: [Change, boolean][] = [
		[{ setting: 'audiences', from: [], to: ['family'] }, true],
		[{ setting: 'audiences', from: ['family'], to: ['peers'] }, true],
		[{ setting: 'audiences', from: ['family', 'peers'], to: ['peers'] }, false],
		[{ setting: 'audiences', from: ['anyone'], to: [] }, false],
		[{ setting: 'version', from: v1, to: v2 }, true],
		[{ setting: 'version', from: null, to: v1 }, true],
		[{ setting: 'version', from: v1, to: v1 }, false],
		[{ setting: 'version', from: v1, to: null }, false],
		...both('covered'),
		...both('subject-marked'),
		...both('guest'),
		...both('keeper-invitation'),
		...both('findable'),
		...both('name-shown'),
		...both('lived-fact-shown'),
		...both('letters')
	];
	test.each(changes)('%j: %s', (change, widens) => {
		expect(isWidening(change)).toBe(widens);
	});
});

describe('R2, what goes back when a keeper goes', () => {
	const common = share(['peers']);
	const own = share(['anyone'], { id: 'own' as never, ownWords: true, agreedBy: [anna] });
	const over = share(['anyone'], { id: 'over' as never, endedAt: now });

	test('what was agreed with the one who leaves, and not the other’s own words', () => {
		expect(afterLeaving(tom, [common, own, over])).toEqual({ end: ['share'], stand: ['own'] });
	});
	test('one’s own words too, when their writer leaves', () => {
		expect(afterLeaving(anna, [common, own, over])).toEqual({ end: ['share', 'own'], stand: [] });
	});
	test('nothing when somebody leaves who was not asked', () => {
		expect(afterLeaving(eve, [common, own])).toEqual({ end: [], stand: ['share', 'own'] });
	});
	test('nothing when a keeper dies', () => {
		expect(afterDeath([common, own, over])).toEqual({ end: [], stand: ['share', 'own'] });
	});
});

describe('R2, what are one’s own words', () => {
	const words = (text: string, names = ['Tom Baker']) => isOwnWords(anna, [anna], 0, [text], names);
	test.each([
		['She was here for an hour.', true],
		['The tomatoes were in flower.', true],
		['Tom held her first.', false],
		['Tom’s hands shook.', false],
		['It was TOM who sang.', false],
		['tom held her. i could not.', false],
		['Mrs Baker knew before I did.', false]
	])('%s %s', (text, own) => {
		expect(words(text)).toBe(own);
	});
	test('a name that is also a word is a name only with its capital', () => {
		expect(words('I will tell it. It will be short.', ['Will'])).toBe(true);
		expect(words('I asked Will.', ['Will'])).toBe(false);
	});
	test('a name in a script without capitals is found within the words', () => {
		expect(words('昨日は健と海へ行った', ['健'])).toBe(false);
	});
	test('a photograph or another’s words make them common', () => {
		expect(isOwnWords(anna, [anna], 1, [''], [])).toBe(false);
		expect(isOwnWords(anna, [anna, tom], 0, [''], [])).toBe(false);
	});
});
