import type { LetterBefore } from '#lib/letters/queries.server.ts';
import { m } from '#lib/paraglide/messages.js';

type Screened = NonNullable<LetterBefore['screened']>;

/** Why a letter waits: what the screen thought, and how sure it was, in words and never as a number. */
export function sayScreen(screened: Screened | null, told: boolean): string {
	if (told) return m.watching_letter_told();
	if (!screened) return m.watching_letter_read_first();
	const { screen, concern, score } = screened;
	if (concern === null) {
		return screen === 'hold' ? m.watching_letter_unread() : m.watching_letter_read_first();
	}
	const why = concern === 'danger' ? m.watching_letter_danger() : m.watching_letter_cruelty();
	return score === null ? why : `${why} ${sayHowSure(score)}`;
}

/** From one half on a letter is held. */
function sayHowSure(score: number): string {
	if (score < 0.65) return m.watching_letter_hardly_sure();
	return score < 0.85 ? m.watching_letter_rather_sure() : m.watching_letter_quite_sure();
}

/** A letter in three parts: before the sentence that weighed most, that sentence, and after it. */
export function aroundMark({ body, screened }: LetterBefore): [string, string, string] {
	const { from, to } = screened ?? { from: null, to: null };
	if (from === null || to === null) return [body, '', ''];
	return [body.slice(0, from), body.slice(from, to), body.slice(to)];
}
