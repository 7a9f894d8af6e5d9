import { readFileSync } from 'node:fs';

export const labels = ['kind', 'cruel', 'danger'] as const;
export type Label = (typeof labels)[number];
/** `section`: what it stands under, written in one go with it. */
export type Labelled = { sentence: string; label: Label; section: string };

/** The project's own labelled sentences: one a line, `#` before what the next lines are about. */
export function labelledSentences(): Labelled[] {
	return labels.flatMap((label) => {
		const lines = readFileSync(new URL(`${label}.txt`, import.meta.url), 'utf8').split('\n');
		let section = label as string;
		return lines.flatMap((line) => {
			if (line.startsWith('#')) section = `${label} ${line}`;
			return line.trim() === '' || line.startsWith('#') ? [] : [{ sentence: line, label, section }];
		});
	});
}

/** Whole letters, to choose by from where on one is held. Nothing is learned from them. */
export function labelledLetters(): { letter: string; label: Label }[] {
	const folder = new URL('letters/', import.meta.url);
	return labels.flatMap((label) =>
		lettersIn(new URL(`${label}.txt`, folder)).map((letter) => ({ letter, label }))
	);
}

/** The letters in a file, with a line between them that is empty. */
export function lettersIn(file: URL): string[] {
	return readFileSync(file, 'utf8')
		.split(/\n{2,}/)
		.map((letter) => letter.trim())
		.filter(Boolean);
}
