import { readFile } from 'node:fs/promises';

export type Passage = { id: string; text: string };

/** `form`: `line`, where the question is one line about a story and not a text like one. */
export type Question = { query: string; mode: 'near' | 'search'; form?: 'line'; ids: string[] };

export type Labelled = { passages: Passage[]; questions: Question[] };

/** Passages, each with two who lived the same and tell it in other words: by five hands, to learn from. */
export const hands = ['a', 'b', 'c', 'd', 'e'] as const;
type Part = 'tuning' | 'measured' | `hands/${(typeof hands)[number]}`;

/** The labelled set: made up for this project, one half to tune on and one half to be measured on. */
export async function readLabelled(part: Part): Promise<Labelled> {
	const text = await readFile(new URL(`${part}.jsonl`, import.meta.url), 'utf8');
	const lines = text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Passage | Question);
	return {
		passages: lines.filter((line): line is Passage => 'text' in line),
		questions: lines.filter((line): line is Question => 'query' in line)
	};
}
