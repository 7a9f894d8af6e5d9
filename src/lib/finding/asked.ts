import { passagesOf } from './passages.ts';
import { plainWords } from './plainWords.ts';
import { kinOf } from './related.ts';

/** What is asked, as Postgres takes it: each word once, and what is close to it in meaning. */
export type Asked = { words: string[]; kin: string[]; whole: string };

/** More words than these say nothing more, and cost time. */
const mostWords = { search: 24, near: 300 };

/** A question typed into the search box. */
export function askedBy(query: string): Asked {
	return { ...wordsIn(query, mostWords.search), whole: plainWords(query).slice(0, 300) };
}

/** A text to which others are looked for. */
export function askedLike(text: string): Asked {
	return { ...wordsIn(text, mostWords.near), whole: '' };
}

/** At most `most` passages of a text, from all of its length. */
export function passagesAcross(text: string, most: number): string[] {
	const passages = passagesOf(text);
	if (passages.length <= most) return passages;
	const step = (passages.length - 1) / (most - 1);
	return Array.from({ length: most }, (_, at) => passages[Math.round(at * step)] ?? '');
}

function wordsIn(text: string, most: number): { words: string[]; kin: string[] } {
	const found = plainWords(text).match(/[\p{L}\p{N}]+/gu) ?? [];
	const words = [...new Set(found.filter((word) => word.length <= 40))].slice(0, most);
	return { words, kin: kinOf(words) };
}
