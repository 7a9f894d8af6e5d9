import type { Meaning } from '../meaning/meaning.ts';
import type { Seen } from './kernel.ts';
import { stance } from './stance.ts';

/** What each sentence means, and how it is said. Throws `MeaningLost` (try again). */
export async function seeAll(meaning: Meaning, sentences: string[]): Promise<Seen[]> {
	const vectors = await meaning.embed(sentences);
	return sentences.map((sentence, at) => ({
		vector: vectors[at] as Float32Array,
		signs: Float32Array.from(stance(sentence))
	}));
}
