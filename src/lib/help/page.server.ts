import { linesAt } from '#lib/rules/helpLines.ts';
import { isAway } from '#lib/server/database/away.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { countries, countryOf } from './countries.ts';
import { firstDays } from './firstDays.ts';
import { helpAtHand } from './helpOf.server.ts';
import { helpTold } from './rememberedPage.server.ts';

/** Everything that a page about help says now, for the country the reader chose, or the site's. */
export async function helpPage({ lamplight, session, told }: App.Locals, chosen: string | null) {
	const help = told === null ? await helpAtHand(lamplight) : helpTold(told);
	const country = countryOf(chosen ?? help.country);
	const now = lamplight.now();
	const { shown, aside } = linesAt(help.lines, country?.code ?? '', now);
	return {
		viewer: await whoever(lamplight, session),
		country,
		countries,
		maternity: help.maternity,
		lines: shown,
		/** Some were not checked for long: the directory is offered in their place. */
		aside: aside > 0,
		firstDays: firstDays.map(({ topic, title, words }) => ({
			topic,
			title: title(),
			words: help.firstDays[topic] || words()
		}))
	};
}

/** For the header alone: help is there whether or not this can be told. */
async function whoever({ pools }: App.Locals['lamplight'], session: string | null) {
	if (session === null) return null;
	return asViewer(pools.web, session, async (_tx, viewer) => viewer).catch((error: unknown) => {
		if (isAway(error)) return null;
		throw error;
	});
}
