import { readFileSync } from 'node:fs';

export const labels = ['kind', 'cruel', 'danger'] as const;
export type Label = (typeof labels)[number];
export type Labelled = { sentence: string; label: Label };

/** The project's own labelled sentences: one a line, `#` before what a line is about. */
export function labelledSentences(): Labelled[] {
	return labels.flatMap((label) =>
		readFileSync(new URL(`${label}.txt`, import.meta.url), 'utf8')
			.split('\n')
			.filter((line) => line.trim() !== '' && !line.startsWith('#'))
			.map((sentence) => ({ sentence, label }))
	);
}
