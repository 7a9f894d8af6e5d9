import type { Lamplight } from '../lamplight.ts';
import { createScreen, type Screen } from './screen.ts';

/** The screen of a site. */
export function screenOf({ meaning, learned }: Pick<Lamplight, 'meaning' | 'learned'>): Screen {
	return createScreen(meaning, learned());
}
