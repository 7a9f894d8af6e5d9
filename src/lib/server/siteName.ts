import { m } from '#lib/paraglide/messages.js';
import type { Db } from './database/pools.ts';
import { logFault } from './log.ts';
import { settingOf } from './siteSetting.ts';

/** What the site is called: as its host named it, or Lamplight. On every page, so it is at hand. */
export type SiteName = {
	/** At once; where another process changed it, about a second late. */
	known(): string;
	/** Reads it anew. Throws where Postgres cannot be asked. */
	refresh(): Promise<void>;
};

/** How old what is known may be before it is looked at again, beside the page that asks. */
const freshMs = 1_000;

export function openSiteName(db: Db): SiteName {
	let name: string = m.site_name();
	let readAt = -Infinity;
	const refresh = async () => {
		readAt = performance.now();
		const said = await settingOf(db, 'site_name');
		name = typeof said === 'string' && said ? said : m.site_name();
	};
	return {
		known() {
			const due = performance.now() - readAt > freshMs;
			if (due) refresh().catch((error: unknown) => logFault('site name', error));
			return name;
		},
		refresh
	};
}
