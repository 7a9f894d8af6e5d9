import type { Db } from '#lib/server/database/pools.ts';
import { settingOf } from '#lib/server/siteSetting.ts';
import type { wordLimits, HostWords } from './schema.ts';

/** The host's own words, each empty where they left ours. Anybody may read them. */
export async function hostWords(db: Db): Promise<HostWords> {
	const kept = ((await settingOf(db, 'host_words')) ?? {}) as Partial<
		Record<keyof HostWords, unknown>
	>;
	const said = (place: keyof typeof wordLimits) => {
		const words = kept[place];
		return typeof words === 'string' ? words : '';
	};
	return {
		frontTitle: said('frontTitle'),
		frontLead: said('frontLead'),
		about: said('about'),
		welcome: said('welcome')
	};
}
