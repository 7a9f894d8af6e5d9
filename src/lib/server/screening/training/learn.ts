import { likeness, type Seen } from '../kernel.ts';
import type { Leaning } from '../model.ts';
import { factor, gram, missedWithout, weigh } from '../ridge.ts';
import type { Words } from '../words.ts';
import type { Labelled } from './labelled.ts';
import { addWritten, wordsFrom, writtenAs } from './pieces.ts';

export type Learned = {
	weights: Leaning[];
	words: Words;
	/**
	 * What each sentence gets from all the others, its whole section left out: an honest guess at unseen
	 * ones, which nobody wrote in one breath with those that were learned.
	 */
	leftOut: Leaning[];
};

const ridge = 0.5;

/** The weight of each labelled sentence, and how it fares when it is left out with its section. */
export function learn(examples: (Labelled & { seen: Seen })[]): Learned {
	const matrix = gram(
		examples.map(({ seen }) => seen),
		likeness,
		ridge
	);
	const written = writtenAs(examples.map(({ sentence }) => sentence));
	addWritten(matrix, written);
	const lower = factor(matrix);
	const wanted = (['cruel', 'danger'] as const).map((label) =>
		examples.map((example) => (example.label === label ? 1 : -1))
	);
	const weighed = wanted.map((want) => weigh(lower, want));
	const sections = Map.groupBy(examples.keys(), (at) => examples[at]!.section);
	const missed = missedWithout(lower, weighed, [...sections.values()]);
	const pair = (of: (want: number, at: number) => number) =>
		examples.map((_, at) => ({ cruelty: of(0, at), danger: of(1, at) }));
	const weights = pair((want, at) => weighed[want]![at] ?? 0);
	return {
		weights,
		words: wordsFrom(written, weights),
		leftOut: pair((want, at) => wanted[want]![at]! - (missed[want]![at] ?? 0))
	};
}
