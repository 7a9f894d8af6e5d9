import { letterLeaning } from '../letterLeaning.ts';
import type { Leaning } from '../model.ts';
import type { Label } from './labelled.ts';

/** The share of kind letters that may be held for each. */
const falseShare = { cruelty: 0.055, danger: 0.025 };
const letters = 5_000;

export type Thresholds = { threshold: Leaning; caught: Leaning };

/**
 * From where on a letter is held, so that of kind letters no more than a small share is. Letters are put
 * together by chance from labelled sentences, each as it fared when it was left out with its section;
 * those of `bench/` have no part in it.
 */
export function thresholds(sentences: { label: Label; leftOut: Leaning }[]): Thresholds {
	const chance = fixedChance(11);
	const leaningsOf = (label: Label) =>
		sentences.filter((sentence) => sentence.label === label).map(({ leftOut }) => leftOut);
	const [kind, cruel, danger] = [leaningsOf('kind'), leaningsOf('cruel'), leaningsOf('danger')];
	const draw = (from: Leaning[], count: number) =>
		Array.from({ length: count }, () => from[Math.floor(chance() * from.length)] as Leaning);
	const many = (make: () => Leaning[]) =>
		Array.from({ length: letters }, () => letterLeaning(make()));
	const some = (least: number, most: number) => least + Math.floor(chance() * (most - least + 1));
	const kindLetters = many(() => draw(kind, some(2, 7)));
	const with_ = (others: Leaning[]) => () => [
		...draw(others, some(1, 3)),
		...draw(kind, chance() < 0.5 ? 0 : some(1, 3))
	];
	const threshold = {
		cruelty: atShare(
			kindLetters.map(({ cruelty }) => cruelty),
			falseShare.cruelty
		),
		danger: atShare(
			kindLetters.map((letter) => letter.danger),
			falseShare.danger
		)
	};
	const share = (of: keyof Leaning, others: Leaning[]) =>
		many(with_(others)).filter((letter) => letter[of] >= threshold[of]).length / letters;
	return {
		threshold,
		caught: { cruelty: share('cruelty', cruel), danger: share('danger', danger) }
	};
}

function atShare(values: number[], share: number): number {
	return values.toSorted((a, b) => b - a)[Math.floor(values.length * share)] ?? Infinity;
}

/** The same every time, so that the same sentences make the same model. */
function fixedChance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1664525 + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}
