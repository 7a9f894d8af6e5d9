import type { Leaning } from './model.ts';
import { plain } from './stance.ts';

/** What was learned of single words: for each piece of writing how rare it is, and how much it weighs. */
export type Words = Map<string, { rarity: number; weight: Leaning }>;

const pieceLength = 4;

/**
 * The pieces a sentence is written with: its words, each two that stand together, and every four letters
 * in a row, which are nearly the same where somebody spells otherwise. Meaning tells what a sentence is
 * about; the words tell how it is put.
 */
export function piecesOf(sentence: string): Set<string> {
	const words = plain(sentence).match(/[\p{L}']+|\p{N}+|[?!£$€%]/gu) ?? [];
	const pairs = ['^', ...words].map((word, at) => `${word} ${words[at] ?? '$'}`);
	const line = `_${words.join('_')}_`;
	const letters = Array.from({ length: Math.max(0, line.length - pieceLength + 1) }, (_, at) =>
		line.slice(at, at + pieceLength)
	);
	return new Set([...words.map((word) => `${word}.`), ...pairs, ...letters]);
}

/** How the words of a sentence lean by themselves. Those that were never learned say nothing. */
export function leaningByWords(sentence: string, words: Words): Leaning {
	const known = [...piecesOf(sentence)].flatMap((piece) => words.get(piece) ?? []);
	const length = Math.hypot(...known.map(({ rarity }) => rarity)) || 1;
	const by = (of: keyof Leaning) =>
		known.reduce((sum, { rarity, weight }) => sum + (rarity / length) * weight[of], 0);
	return { cruelty: by('cruelty'), danger: by('danger') };
}
