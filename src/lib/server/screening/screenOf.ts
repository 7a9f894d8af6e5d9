import type { Meaning } from '../meaning/meaning.ts';
import { createScreen, type Screen } from './screen.ts';

const screens = new WeakMap<Meaning, Screen>();

/** The screen of a site: what was learned is read from its file once. */
export function screenOf({ meaning }: { meaning: Meaning }): Screen {
	const screen = screens.get(meaning) ?? createScreen(meaning);
	screens.set(meaning, screen);
	return screen;
}
