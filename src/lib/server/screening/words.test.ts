import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWritten, wordsFrom, writtenAs } from './training/pieces.ts';
import { leaningByWords, piecesOf } from './words.ts';

describe('how a sentence is written', () => {
	it('is nearly the same where it is spelt otherwise', () => {
		const shared = (one: string, other: string) => {
			const [these, those] = [piecesOf(one), piecesOf(other)];
			return these.intersection(those).size / these.union(those).size;
		};
		const right = 'You should definitely have noticed it.';
		expect(shared(right, 'u should definately have noticed it')).toBeGreaterThan(0.5);
		expect(shared(right, 'We took the bus to the sea.')).toBeLessThan(0.1);
	});

	it('leans as the sentences do that are written alike, and only so', () => {
		const word = fc.constantFrom('you', 'I', 'waited', 'rang', 'not', 'candle', 'early', 'sea');
		const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((all) => all.join(' '));
		const weight = fc.record({
			cruelty: fc.double({ min: -1, max: 1, noNaN: true }),
			danger: fc.double({ min: -1, max: 1, noNaN: true })
		});
		const labelled = fc.array(fc.tuple(sentence, weight), { minLength: 3, maxLength: 12 });
		fc.assert(
			fc.property(labelled, (all) => {
				const sentences = all.map(([text]) => text);
				const weights = all.map(([, each]) => each);
				const written = writtenAs(sentences);
				const alike = all.map(() => new Float64Array(all.length));
				addWritten(alike, written);
				const words = wordsFrom(written, weights);
				for (const [at, text] of sentences.entries()) {
					const of = (what: 'cruelty' | 'danger') =>
						weights.reduce((sum, one, other) => sum + alike[at]![other]! * one[what], 0);
					const { cruelty, danger } = leaningByWords(text, words);
					expect(cruelty).toBeCloseTo(of('cruelty'), 6);
					expect(danger).toBeCloseTo(of('danger'), 6);
				}
			})
		);
		expect(leaningByWords('Nobody ever learned this.', new Map())).toEqual({
			cruelty: 0,
			danger: 0
		});
	});
});
