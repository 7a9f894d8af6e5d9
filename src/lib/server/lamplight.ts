import type { FileStore } from './files/fileStore.ts';
import type { Pools } from './database/pools.ts';
import type { FilmMaker } from './films/filmMaker.ts';
import type { Meaning } from './meaning/meaning.ts';
import type { PictureMaker } from './pictures/pictureMaker.ts';
import type { Model } from './screening/model.ts';
import type { Settings } from './settings.ts';
import type { SiteName } from './siteName.ts';

/**
 * Everything a use case may need from outside itself. Made once, by `src/server/main.ts` or by a
 * test, and handed on: nothing else is global.
 */
export type Lamplight = {
	settings: Settings;
	pools: Pools;
	files: FileStore;
	/** The second copy of every original, where the host has set one. */
	copy: FileStore | null;
	pictures: PictureMaker;
	films: FilmMaker;
	meaning: Meaning;
	/** What the screen of letters learned. Read once, at the first call, which holds up everything else. */
	learned(): Model;
	siteName: SiteName;
	now(): Date;
};

/** The built pages and the program that serves them are two bundles; they meet under this name. */
const slot = Symbol.for('lamplight');
type Holder = { [slot]?: Lamplight };

/** Hands the opened site to the pages. */
export function hand(lamplight: Lamplight): void {
	(globalThis as Holder)[slot] = lamplight;
}

/** The site that was handed over. Throws where the pages are served by something else. */
export function handed(): Lamplight {
	const lamplight = (globalThis as Holder)[slot];
	if (!lamplight) throw new Error('Lamplight is not open: start it with `npm start`.');
	return lamplight;
}
