import { sentencesOf } from './passages.ts';

/** More windows than these say nothing more, and cost room. */
const most = 6;

/**
 * Each two sentences of a passage that follow one another: one line asks for a part of a story more
 * often than for all of it. A passage of one or two sentences has none beside itself.
 */
export function windowsOf(passage: string): string[] {
	const sentences = sentencesOf(passage);
	if (sentences.length <= 2) return [];
	const pairs = sentences.slice(1).map((each, at) => `${sentences[at]} ${each}`);
	if (pairs.length <= most) return pairs;
	const step = (pairs.length - 1) / (most - 1);
	return Array.from({ length: most }, (_, at) => pairs[Math.round(at * step)] ?? '');
}
