import { likeness, type Seen } from '../kernel.ts';
import type { Leaning } from '../model.ts';
import { gram, missedWithout, weigh } from '../ridge.ts';
import type { Label } from './labelled.ts';

export type Learned = {
	weights: Leaning[];
	/**
	 * What each sentence gets from all the others, its whole section left out: an honest guess at unseen
	 * ones, which nobody wrote in one breath with those that were learned.
	 */
	leftOut: Leaning[];
};

const ridge = 0.5;

/** The weight of each labelled sentence, and how it fares when it is left out with its section. */
export function learn(examples: { seen: Seen; label: Label; section: string }[]): Learned {
	const matrix = gram(
		examples.map(({ seen }) => seen),
		likeness,
		ridge
	);
	const wanted = (['cruel', 'danger'] as const).map((label) =>
		examples.map((example) => (example.label === label ? 1 : -1))
	);
	const weights = wanted.map((want) => weigh(matrix, want));
	const sections = Map.groupBy(examples.keys(), (at) => examples[at]!.section);
	const missed = missedWithout(matrix, weights, [...sections.values()]);
	const pair = (of: (want: number, at: number) => number) =>
		examples.map((_, at) => ({ cruelty: of(0, at), danger: of(1, at) }));
	return {
		weights: pair((want, at) => weights[want]![at] ?? 0),
		leftOut: pair((want, at) => wanted[want]![at]! - (missed[want]![at] ?? 0))
	};
}
