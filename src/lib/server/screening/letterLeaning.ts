import type { Leaning } from './model.ts';

/**
 * How a letter leans, from its sentences: the one that leans most and the tone of all of them. One cruel
 * sentence among kind ones counts, and a kind letter is not held for one odd sentence.
 */
export function letterLeaning(sentences: Leaning[]): Leaning {
	return { cruelty: together(sentences, 'cruelty'), danger: together(sentences, 'danger') };
}

const toneWeight = { cruelty: 1.5, danger: 1 };

function together(sentences: Leaning[], of: keyof Leaning): number {
	if (sentences.length === 0) return -1;
	const each = sentences.map((sentence) => sentence[of]);
	const tone = each.reduce((sum, one) => sum + one, 0) / each.length;
	return Math.max(...each) + toneWeight[of] * tone;
}
