/** R1.3 and R1.4: what an open matter lets a moderator see, and what a take-down hides. */
import type { VisibilityCause } from '../causes.ts';
import { whyNotShared } from '../consent/standing.ts';
import type { Moderated, Thing, Viewer } from '../facts.ts';
import { lasts } from '../moments.ts';
import type { Decision } from '../visibility.ts';
import { shownThisVisit } from './shown.ts';

/**
 * R1.3: a moderator with an open matter about it sees it covered, taken down or not, and may lift
 * the cover by the same act as a reader. A draft is never the matter: it has not gone anywhere.
 * A suspended moderator is not one.
 */
export function asModerator(viewer: Viewer, thing: Thing, now: Date): Decision | null {
	if (viewer.kind !== 'member' || !viewer.moderator || viewer.suspended) return null;
	if (thing.kind === 'draft') return null;
	// What was brought back has left the matter as well.
	if ('versionId' in thing && whyNotShared(thing, now)) return null;
	const theirs = subjects(thing).some((subject) =>
		subject.matters.some(
			(matter) =>
				lasts(matter.openedAt, matter.closedAt, now) &&
				(matter.moderatorId === null || matter.moderatorId === viewer.id) &&
				!matter.notFor.includes(viewer.id)
		)
	);
	if (!theirs) return null;
	const causes: VisibilityCause[] = [{ cause: 'open-matter' }, ...takedownCauses(thing, now)];
	const shown = thing.kind === 'version-keepsake' ? shownThisVisit(viewer, thing, now) : null;
	if (shown) return { show: 'full', causes: [...causes, shown] };
	return { show: 'covered', causes };
}

/** What lies over a first story until somebody has looked at it (R7). */
const firstLook = 'first_look';

/**
 * R1.4: taken down is hidden from everybody who is left by now. What only waits for the look at a first
 * story is not taken down: that look is for what reaches strangers (see `waitsForLook`).
 */
export function takenDown(thing: Thing, now: Date): Decision | null {
	const causes = takedownCauses(thing, now);
	const down = causes.some((each) => each.cause === 'taken-down' && each.reason !== firstLook);
	return down ? { show: 'hidden', causes } : null;
}

/** R7: agreed, and waiting for that look: by now for the family who were invited alone. */
export function waitsForLook(thing: Thing, now: Date): boolean {
	return takedownCauses(thing, now).some(
		(each) => each.cause === 'taken-down' && each.reason === firstLook
	);
}

export function takedownCauses(thing: Thing, now: Date): VisibilityCause[] {
	return subjects(thing).flatMap((subject) =>
		subject.takedowns
			.filter((takedown) => lasts(takedown.at, takedown.liftedAt, now))
			.map(({ reason }) => ({ cause: 'taken-down', reason }) as const)
	);
}

/** What moderation may have spoken about: the thing, what it stands in, and the box as a whole. */
function subjects(thing: Thing): Moderated[] {
	const found: Moderated[] = [thing.box];
	if ('story' in thing) found.push(thing.story);
	if ('keepsake' in thing) found.push(thing.keepsake);
	return found;
}
