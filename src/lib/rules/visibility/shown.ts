/** R1.6: a cover that was lifted stays lifted for one visit, 12 hours at most, for that version. */
import type { VisibilityCause } from '../causes.ts';
import type { Thing, Viewer } from '../facts.ts';
import { after, HOUR_MS, lasts } from '../moments.ts';

/** DESIGN R1.6: "a session cookie, 12 hours at most". */
export const SHOWN_LASTS_MS = 12 * HOUR_MS;

type ShownCause = Extract<VisibilityCause, { cause: 'shown-this-visit' }>;

export function shownThisVisit(
	viewer: Viewer,
	thing: Extract<Thing, { kind: 'version-keepsake' }>,
	now: Date
): ShownCause | null {
	const untils = thing.shown
		.filter(
			(shown) =>
				viewer.visit !== null &&
				shown.visit === viewer.visit &&
				shown.versionId === thing.versionId &&
				shown.keepsakeId === thing.keepsake.id
		)
		.filter((shown) => lasts(shown.at, after(shown.at, SHOWN_LASTS_MS), now))
		.map((shown) => after(shown.at, SHOWN_LASTS_MS).getTime());
	if (untils.length === 0) return null;
	return { cause: 'shown-this-visit', until: new Date(Math.max(...untils)) };
}
