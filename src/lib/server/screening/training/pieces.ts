import type { Leaning } from '../model.ts';
import type { Matrix } from '../ridge.ts';
import { piecesOf, type Words } from '../words.ts';

/** How much two sentences written alike have in common, beside what they mean and how they are said. */
const share = 0.7;
/** Pieces that fewer sentences have are left out: they would learn one sentence by heart. */
const fewest = 3;

/** Labelled sentences as they are written: the pieces of each, the whole of length 1. */
export type Written = { rarity: Map<string, number>; rows: Map<string, number>[] };

export function writtenAs(sentences: string[]): Written {
	const pieces = sentences.map((sentence) => [...piecesOf(sentence)]);
	const count = new Map<string, number>();
	for (const piece of pieces.flat()) count.set(piece, (count.get(piece) ?? 0) + 1);
	const rarity = new Map(
		[...count]
			.filter(([, many]) => many >= fewest)
			.map(([piece, many]) => [piece, Math.log(sentences.length / many)])
	);
	const rows = pieces.map((each) => {
		const known = each.filter((piece) => rarity.has(piece));
		const length = Math.hypot(...known.map((piece) => rarity.get(piece)!)) || 1;
		return new Map(known.map((piece) => [piece, rarity.get(piece)! / length]));
	});
	return { rarity, rows };
}

/** Adds to `matrix` by how much each two sentences are written alike. */
export function addWritten(matrix: Matrix, { rows }: Written): void {
	const having = new Map<string, [at: number, value: number][]>();
	for (const [i, row] of rows.entries())
		for (const [piece, value] of row) {
			const others = having.get(piece) ?? [];
			others.push([i, value]);
			having.set(piece, others);
			for (const [j, other] of others) {
				matrix[i]![j]! += share * value * other;
				if (j !== i) matrix[j]![i]! += share * value * other;
			}
		}
}

/** What each piece weighs, once the sentences do. */
export function wordsFrom({ rarity, rows }: Written, weights: Leaning[]): Words {
	const words: Words = new Map(
		[...rarity].map(([piece, rare]) => [piece, { rarity: rare, weight: { cruelty: 0, danger: 0 } }])
	);
	for (const [at, row] of rows.entries())
		for (const [piece, value] of row) {
			const { weight } = words.get(piece)!;
			weight.cruelty += share * value * weights[at]!.cruelty;
			weight.danger += share * value * weights[at]!.danger;
		}
	return words;
}
