import { m } from '#lib/paraglide/messages.js';
import type { Face } from './present.ts';

type Kind = Face['kind'];

const names: Record<Kind, () => string> = {
	photograph: m.keepsakes_photograph,
	film: m.films_film,
	recording: m.films_recording,
	paper: m.films_paper,
	words: m.keepsakes_words_title,
	file: m.keepsakes_file
};
const shows: Record<Kind, () => string> = {
	photograph: m.keepsakes_show,
	film: m.films_show_film,
	recording: m.films_show_recording,
	paper: m.films_show_paper,
	words: m.keepsakes_show_words,
	file: m.keepsakes_show_file
};
const making: Partial<Record<Kind, () => string>> = {
	film: m.films_making_film,
	recording: m.films_making_recording,
	paper: m.films_making_paper
};
const cannot: Partial<Record<Kind, () => string>> = {
	photograph: m.keepsakes_cannot_show,
	film: m.films_cannot_film,
	recording: m.films_cannot_recording,
	paper: m.films_cannot_paper
};

/** What it is, where nothing was said of it. */
export const nameOfKind = (kind: Kind): string => names[kind]();

/** What the button over its cover says. */
export const showLabel = (kind: Kind): string => shows[kind]();

/** Why nothing of it is shown yet, or ever: what is kept, and what comes by itself. */
export function whyNotShown({ kind, making: isMade, waits, locked, cannotShow }: Face): string {
	if (isMade) return (making[kind] ?? m.keepsakes_making)();
	if (waits) return kind === 'recording' ? m.films_waits_recording() : m.films_waits_film();
	if (locked) return m.films_locked_paper();
	return cannotShow ? (cannot[kind] ?? m.keepsakes_file_kept)() : m.keepsakes_file_kept();
}

/** What stands below it where it is not plain to see: how long it takes, how many pages it has. */
export function measure({ kind, play, pageCount }: Face): string {
	if (kind === 'film' && play) return m.films_length_film({ length: sayLength(play.seconds) });
	if (kind === 'recording' && play) {
		return m.films_length_recording({ length: sayLength(play.seconds) });
	}
	if (kind !== 'paper' || !pageCount) return '';
	return pageCount === 1 ? m.films_pages_one() : m.films_pages({ count: pageCount });
}

/** Minutes and seconds as a player shows them: 0:42, 12:05, 1:02:09. */
export function sayLength(seconds: number): string {
	const whole = Math.max(1, Math.round(seconds));
	const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
	const two = (number: number) => String(number).padStart(2, '0');
	const rest = two(whole % 60);
	return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
