import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Meaning } from '../meaning/meaning.ts';
import type { Seen } from './kernel.ts';
import { leaningOf, type Leaning, type Learned } from './model.ts';
import { seeAll } from './see.ts';
import { passagesOf, sentencesOf } from './sentences.ts';

/** A letter as it was weighed, with its sentences in order. */
export type Weighed = {
	leaning: Leaning;
	sentences: { sentence: string; seen: Seen; leaning: Leaning }[];
};

/** Weighs a letter, sentence by sentence and passage by passage. Throws `MeaningLost` (try again). */
export async function weighLetter(
	text: string,
	meaning: Meaning,
	learned: Learned
): Promise<Weighed> {
	const sentences = sentencesOf(text);
	const texts = [...sentences, ...passagesOf(sentences)];
	const seen = await seeAll(meaning, texts);
	const leanings: Leaning[] = [];
	for (const [at, one] of seen.entries()) {
		leanings.push(leaningOf(texts[at] ?? '', one, learned));
		// A few milliseconds each, and a letter may have hundreds: pages are served between them.
		await othersFirst();
	}
	const each = leanings.splice(0, sentences.length);
	return {
		leaning: letterLeaning(each, leanings),
		sentences: sentences.map((sentence, at) => ({
			sentence,
			seen: seen[at]!,
			leaning: each[at]!
		}))
	};
}

/**
 * How a letter leans: as the sentence that leans most, the passage that leans most, and the tone of all
 * sentences, added up. One cruel sentence among kind ones counts; what no sentence says by itself is heard
 * in several together; and a kind letter is not held for one odd sentence.
 */
export function letterLeaning(sentences: Leaning[], passages: Leaning[]): Leaning {
	const together = (of: keyof Leaning) => {
		if (sentences.length === 0) return -1;
		const most = (all: Leaning[]) => Math.max(...all.map((one) => one[of]));
		const tone = sentences.reduce((sum, one) => sum + one[of], 0) / sentences.length;
		return most(sentences) + most(passages) + tone;
	};
	return { cruelty: together('cruelty'), danger: together('danger') };
}
