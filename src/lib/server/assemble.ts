import type { Pools } from './database/pools.ts';
import { openStores } from './files/openStore.ts';
import { createFilmMaker } from './films/filmMaker.ts';
import type { Lamplight } from './lamplight.ts';
import { createMeaning } from './meaning/meaning.ts';
import { createPictureMaker } from './pictures/pictureMaker.ts';
import { readModel, type Model } from './screening/model.ts';
import type { Settings } from './settings.ts';
import { openSiteName } from './siteName.ts';

/**
 * Puts a site together from its settings and its way into the database, for the program, a command or
 * a test. Its pictures, films, meaning and pools are the caller's to close. Throws `Refusal` where the
 * settings of its stores are wrong.
 */
export async function assemble(settings: Settings, pools: Pools): Promise<Lamplight> {
	let learned: Model | undefined;
	return {
		settings,
		pools,
		...(await openStores(settings, new Date())),
		pictures: createPictureMaker(),
		films: createFilmMaker(),
		meaning: createMeaning(),
		learned: () => (learned ??= readModel()),
		siteName: openSiteName(pools.web),
		now: () => new Date()
	};
}
