/**
 * Screening: how many of the cruel letters it holds, how many of the kind ones, and how many that suggest
 * danger it brings to a person. The letters in `letters/` are measured on and nothing else: the model and
 * its thresholds come from the labelled sentences and letters in src/lib/server/screening/training. Those in
 * `letters/stranger` are by a hand that saw nothing of them.
 */
import { createMeaning } from '../../src/lib/server/meaning/meaning.ts';
import { createScreen, type Screened } from '../../src/lib/server/screening/screen.ts';
import { labels, lettersIn } from '../../src/lib/server/screening/training/labelled.ts';
import { print, rounded } from '../line.ts';

const sets = [
	{ name: 'screening', folder: 'letters' },
	{ name: 'screening-stranger', folder: 'letters/stranger' }
];

export async function measureScreening(): Promise<void> {
	const meaning = createMeaning();
	const screen = createScreen(meaning);
	for (const [set, kind] of sets.flatMap((set) => labels.map((kind) => [set, kind] as const))) {
		const letters = lettersIn(new URL(`${set.folder}/${kind}.txt`, import.meta.url));
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
