import type { Leaning } from '../model.ts';

/** The share of kind letters that may be held for each; strangers' letters are held more often than these. */
const falseShare = { cruelty: 0.02, danger: 0.01 };

/** From where on a letter is held, so that of these kind ones no more than a small share is. */
export function thresholds(kind: Leaning[]): Leaning {
	const from = (of: keyof Leaning) =>
		between(
			kind.map((leaning) => leaning[of]),
			falseShare[of]
		);
	return { cruelty: from('cruelty'), danger: from('danger') };
}

/** Halfway between the lowest of the share of values that may stand above and the next one below. */
function between(values: number[], share: number): number {
	const above = Math.floor(values.length * share);
	const [lowest = Infinity, next = -Infinity] = values
		.toSorted((a, b) => b - a)
		.slice(Math.max(0, above - 1));
	return above === 0 ? Infinity : (lowest + next) / 2;
}
