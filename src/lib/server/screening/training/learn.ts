import { likeness, type Seen } from '../kernel.ts';
import type { Learned } from '../model.ts';
import { factor, gram, weigh } from '../ridge.ts';
import type { Labelled } from './labelled.ts';
import { addWritten, wordsFrom, writtenAs } from './pieces.ts';

const ridge = 0.5;

/** What labelled sentences and their words weigh. */
export function learn(examples: (Labelled & { seen: Seen })[]): Learned {
	const matrix = gram(
		examples.map(({ seen }) => seen),
		likeness,
		ridge
	);
	const written = writtenAs(examples.map(({ sentence }) => sentence));
	addWritten(matrix, written);
	const lower = factor(matrix);
	const [cruelty, danger] = (['cruel', 'danger'] as const).map((label) =>
		weigh(
			lower,
			examples.map((example) => (example.label === label ? 1 : -1))
		)
	);
	const weights = examples.map((_, at) => ({
		cruelty: cruelty?.[at] ?? 0,
		danger: danger?.[at] ?? 0
	}));
	return {
		sentences: examples.map(({ seen }, at) => ({ seen, weight: weights[at]! })),
		words: wordsFrom(written, weights)
	};
}
