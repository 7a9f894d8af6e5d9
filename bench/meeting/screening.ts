/**
 * Screening: how many of the cruel letters it holds, how many of the kind ones, and how many that suggest
 * danger it brings to a person. The letters in `letters/` are measured on and nothing else: the model and
 * its thresholds come from the labelled sentences in src/lib/server/screening/training. Those in
 * `letters/second` were written later, by themselves, in other voices and of other things, and those in
 * `letters/third` later still, before the labelled sentences were added to again: a measure of how far it
 * goes beyond what it was made beside.
 */
import { readFileSync } from 'node:fs';
import { createMeaning } from '../../src/lib/server/meaning/meaning.ts';
import { createScreen, type Screened } from '../../src/lib/server/screening/screen.ts';
import { print, rounded } from '../line.ts';

const kinds = ['cruel', 'kind', 'danger'] as const;
const sets = [
	{ name: 'screening', folder: 'letters' },
	{ name: 'screening-second', folder: 'letters/second' },
	{ name: 'screening-third', folder: 'letters/third' }
];

function lettersOf(folder: string, kind: string): string[] {
	const text = readFileSync(new URL(`${folder}/${kind}.txt`, import.meta.url), 'utf8');
	return text
		.split(/\n{2,}/)
		.map((letter) => letter.trim())
		.filter(Boolean);
}

export async function measureScreening(): Promise<void> {
	const meaning = createMeaning();
	const screen = createScreen(meaning);
	for (const [set, kind] of sets.flatMap((set) => kinds.map((kind) => [set, kind] as const))) {
		const letters = lettersOf(set.folder, kind);
		const made: Screened[] = [];
		for (const letter of letters) made.push(await screen.look(letter));
		const share = (name: string, counts: (one: Screened) => boolean) => {
			const count = made.filter(counts).length;
			const value = rounded(count / letters.length, 3);
			print({ name, value, unit: 'share', count, letters: letters.length });
		};
		share(`${set.name}-${kind}-held`, ({ decision }) => decision === 'hold');
		if (kind === 'danger') share(`${set.name}-danger-known`, ({ concern }) => concern === 'danger');
	}
	meaning.close();
}

if (import.meta.main) await measureScreening();
