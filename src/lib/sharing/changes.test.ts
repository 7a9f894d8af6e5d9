import { describe, expect, test } from 'vitest';
import type { Audience } from '#lib/rules/facts.ts';
import { changesBetween, isSame } from './changes.ts';
import type { PlacedKeepsake } from './placed.server.ts';

const photograph = (id: string, more: Partial<PlacedKeepsake> = {}) =>
	({
		...{ id, kind: 'photograph', caption: '', alt: '', said: '', coverWords: '' },
		...{ covered: true, moving: false, ...more }
	}) as PlacedKeepsake;
const version = (
	body: string,
	keepsakes: PlacedKeepsake[] = [],
	audiences: Audience[] = ['family']
) => ({
	...{ title: 'Hello', byline: 'Wren', body, keepsakes, audiences, going }
});
const going = { findable: false, answers: 'none', lived: {}, subjects: [] } as const;
const words = (body: string) => body.split('|');
const between = (before: ReturnType<typeof version>, after: ReturnType<typeof version>) =>
	changesBetween(before, after, words);

describe('what is different from the version that was agreed', () => {
	test('is nothing where a reader would receive the same', () => {
		expect(isSame(between(version('a|b'), version('a|b')))).toBe(true);
	});

	test('is told paragraph by paragraph, in the order of reading', () => {
		expect(between(version('a|b|c|d'), version('a|x|c|y|d')).words).toEqual([
			{ part: 'kept', text: 'a' },
			{ part: 'gone', text: 'b' },
			{ part: 'new', text: 'x' },
			{ part: 'kept', text: 'c' },
			{ part: 'new', text: 'y' },
			{ part: 'kept', text: 'd' }
		]);
	});

	test('names everything that came, went, would lose its cover, move or be told otherwise', () => {
		const before = version('a', [
			photograph('1'),
			photograph('2'),
			photograph('3'),
			photograph('5')
		]);
		const after = version('a', [
			photograph('2', { covered: false }),
			photograph('3', { caption: 'His feet' }),
			photograph('4', { kind: 'film' }),
			photograph('5', { moving: true, said: 'A door, and rain.' })
		]);
		const named = (id: string, kind = 'photograph') => ({ id, kind });
		expect(between(before, after).keepsakes).toEqual({
			added: [named('4', 'film')],
			removed: [named('1')],
			uncovered: [named('2')],
			moving: [named('5')],
			still: [],
			reworded: [named('3'), named('5')]
		});
		expect(between(after, before).keepsakes.still).toEqual([named('5')]);
	});

	test('says who could read it and could not until now', () => {
		const after = version('a', [], ['family', 'peers']);
		expect(between(version('a'), after).moreFor).toEqual(['peers']);
		expect(between(version('a', [], ['anyone']), after).moreFor).toEqual([]);
	});

	test('is told for a very long story, too', () => {
		const long = (mark: string) => Array.from({ length: 2000 }, (_, i) => `${mark}${i}`).join('|');
		const parts = between(version(long('a')), version(long('b'))).words;
		expect(parts).toHaveLength(4000);
	});
});
