import { m } from '#lib/paraglide/messages.js';
import type { ChangeWith } from './changes.ts';
import type { PlacedKeepsake } from './placed.server.ts';

type Kind = PlacedKeepsake['kind'];

const numbered: Record<Kind, (of: { number: number }) => string> = {
	photograph: m.sharing_form_photograph,
	film: m.films_number_film,
	recording: m.films_number_recording,
	paper: m.films_number_paper
};
const changed: Record<Exclude<ChangeWith, 'moving' | 'still'>, Record<Kind, () => string>> = {
	added: {
		photograph: m.sharing_changes_added,
		film: m.films_added_film,
		recording: m.films_added_recording,
		paper: m.films_added_paper
	},
	removed: {
		photograph: m.sharing_changes_removed,
		film: m.films_removed_film,
		recording: m.films_removed_recording,
		paper: m.films_removed_paper
	},
	uncovered: {
		photograph: m.sharing_changes_uncovered,
		film: m.films_uncovered_film,
		recording: m.films_uncovered_recording,
		paper: m.films_uncovered_paper
	},
	reworded: {
		photograph: m.sharing_changes_reworded,
		film: m.films_reworded_film,
		recording: m.films_reworded_recording,
		paper: m.films_reworded_paper
	}
};

/** "Photograph 2", "Film 3": which of the things in a story, in the order of reading. */
export const sayNumber = (kind: Kind, number: number): string => numbered[kind]({ number });

/** What is different about one thing in a story, in a sentence. */
export function sayChange(change: ChangeWith, kind: Kind): string {
	if (change === 'moving') return m.films_moving_more();
	if (change === 'still') return m.films_moving_less();
	return changed[change][kind]();
}
