import { likeness, type Seen } from '../kernel.ts';
import type { Leaning } from '../model.ts';
import { gram, inverseDiagonal, weigh } from '../ridge.ts';
import type { Label } from './labelled.ts';

export type Learned = {
	weights: Leaning[];
	/** What each sentence gets from all the others, itself left out: an honest guess at unseen ones. */
	leftOut: Leaning[];
};

const ridge = 0.5;

/** The weight of each labelled sentence, and how it fares when it is left out. */
export function learn(examples: { seen: Seen; label: Label }[]): Learned {
	const matrix = gram(
		examples.map(({ seen }) => seen),
		likeness,
		ridge
	);
	const diagonal = inverseDiagonal(matrix);
	const of = (label: Label) => {
		const wanted = examples.map((example) => (example.label === label ? 1 : -1));
		const weights = weigh(matrix, wanted);
		const leftOut = wanted.map((want, at) => want - (weights[at] ?? 0) / (diagonal[at] ?? 1));
		return { weights, leftOut };
	};
	const [cruelty, danger] = [of('cruel'), of('danger')];
	const pair = (from: 'weights' | 'leftOut') =>
		examples.map((_, at) => ({ cruelty: cruelty[from][at] ?? 0, danger: danger[from][at] ?? 0 }));
	return { weights: pair('weights'), leftOut: pair('leftOut') };
}
