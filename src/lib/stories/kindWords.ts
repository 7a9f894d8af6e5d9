import { m } from '#lib/paraglide/messages.js';
import type { SeenKind } from './reading.ts';

type Said = Record<SeenKind, () => string>;

const names: Said = {
	photograph: m.story_photograph,
	film: m.films_film,
	recording: m.films_recording,
	paper: m.films_paper
};
const byFamily: Said = {
	photograph: m.story_covered_by_family,
	film: m.films_covered_film,
	recording: m.films_covered_recording,
	paper: m.films_covered_paper
};
const byYou: Said = {
	photograph: m.story_covered_by_you,
	film: m.films_covered_for_you_film,
	recording: m.films_covered_for_you_recording,
	paper: m.films_covered_for_you_paper
};
const shows: Said = {
	photograph: m.story_show_photograph,
	film: m.films_show_film,
	recording: m.films_show_recording,
	paper: m.films_show_paper
};
const notReady: Said = {
	photograph: m.story_photograph_not_ready,
	film: m.films_not_ready_film,
	recording: m.films_not_ready_recording,
	paper: m.films_not_ready_paper
};

/** What it is, where nothing was said of it. */
export const sayKind = (kind: SeenKind): string => names[kind]();

/** What it is and who covered it, on its cover. */
export const sayCovered = (kind: SeenKind, by: 'family' | 'you'): string =>
	(by === 'family' ? byFamily : byYou)[kind]();

/** What the button on its cover says. */
export const sayShow = (kind: SeenKind): string => shows[kind]();

export const sayNotReady = (kind: SeenKind): string => notReady[kind]();

/** Above the words that are said or written in it. */
export const saySaid = (kind: SeenKind): string =>
	kind === 'paper' ? m.films_written_title() : m.films_said_title();
