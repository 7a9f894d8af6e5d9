import { isOld } from '#lib/rules/helpLines.ts';
import { mustBeHost } from '#lib/hosting/actions.server.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { countries } from './countries.ts';
import { firstDays } from './firstDays.ts';
import { helpOf } from './helpOf.server.ts';
import { writeHours } from './hoursText.ts';

/** Help as its host sees it: every line with its source, those first that wait to be checked. */
export async function helpForHost(tx: Tx, viewer: SignedIn | null, now: Date) {
	mustBeHost(viewer);
	const { lines, country, maternity, firstDays: own } = await helpOf(tx);
	return {
		viewer,
		countries,
		lines: lines
			.map((line) => ({ line, old: isOld(line, now), hours: writeHours(line.hours) }))
			.toSorted((one, other) => Number(other.old) - Number(one.old)),
		near: {
			country: country ?? '',
			maternityName: maternity?.name ?? '',
			maternityNumber: maternity?.number ?? ''
		},
		firstDays: firstDays.map(({ topic, title, words }) => ({
			...{ topic, title: title(), usual: words() },
			own: own[topic] ?? ''
		}))
	};
}
