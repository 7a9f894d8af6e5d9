/** R1.1 and R1.2: one's own things, and the box from within. */
import type { VisibilityCause } from '../causes.ts';
import type { Keepsake, MemberId, Thing, Viewer } from '../facts.ts';
import { deletionAt, everHeld, releasedAt } from '../holding/held.ts';
import { happened } from '../moments.ts';
import { presentKeeper } from '../presence.ts';
import type { Decision } from '../visibility.ts';
import { takedownCauses } from './moderation.ts';

/** R1.2: full; covered where this keeper put it away, let it go, or has not opened it. */
export function asKeeper(viewer: Viewer, thing: Thing, now: Date): Decision | null {
	if (viewer.kind !== 'member') return null;
	const keeper = presentKeeper(thing.box, viewer.id, now);
	if (!keeper) return null;
	const told = [{ cause: 'keeper' } as const, ...takedownCauses(thing, now)];
	if (!('keepsake' in thing)) return { show: 'full', causes: told };

	const released = releasedAt(thing.keepsake, thing.box, now);
	if (released) return ofReleased(thing, keeper.memberId, released, told, now);
	const covers = [
		...putAwayOrLetGo(thing.keepsake, keeper.memberId, now),
		...notOpened(thing.keepsake, keeper.memberId, keeper.joinedAt, now)
	];
	return { show: covers.length > 0 ? 'covered' : 'full', causes: [...told, ...covers] };
}

/**
 * R1.1: full for whoever put it in, whether or not they still keep the box. Their own covers hold
 * as in R1.2: what was put away, or put in to be kept covered, is not to be met unasked.
 */
export function asOwner(viewer: Viewer, thing: Thing, now: Date): Decision | null {
	if (viewer.kind !== 'member' || !owners(thing).every((owner) => owner === viewer.id)) return null;
	const told = [{ cause: 'own' } as const, ...takedownCauses(thing, now)];
	if (!('keepsake' in thing)) return { show: 'full', causes: told };

	const released = releasedAt(thing.keepsake, thing.box, now);
	if (released) return ofReleased(thing, viewer.id, released, told, now);
	const covers = [
		...putAwayOrLetGo(thing.keepsake, viewer.id, now),
		...notOpened(thing.keepsake, viewer.id, thing.keepsake.putInAt, now)
	];
	return { show: covers.length > 0 ? 'covered' : 'full', causes: [...told, ...covers] };
}

function owners(thing: Thing): (MemberId | null)[] {
	const owned: (MemberId | null)[] = [];
	if ('story' in thing && thing.story.scope === 'mine') owned.push(thing.story.writerId);
	if ('keepsake' in thing && thing.keepsake.scope === 'mine') owned.push(thing.keepsake.putInBy);
	return owned;
}

/** Nobody holds it: gone from every version; waiting, covered, for those who can take it back. */
function ofReleased(
	thing: Extract<Thing, { keepsake: Keepsake }>,
	memberId: MemberId,
	released: Date,
	told: VisibilityCause[],
	now: Date
): Decision {
	const until = deletionAt(released);
	const waits = thing.kind === 'keepsake' && until > now && everHeld(thing.keepsake, memberId, now);
	const causes: VisibilityCause[] = [
		...told,
		...(waits ? putAwayOrLetGo(thing.keepsake, memberId, now) : []),
		{ cause: 'released', deletionAt: until }
	];
	return { show: waits ? 'covered' : 'hidden', causes };
}

/** Nothing is met unasked: a photograph waits under its cover until this keeper opens it. */
function notOpened(keepsake: Keepsake, memberId: MemberId, since: Date, now: Date) {
	const opened = holdOf(keepsake, memberId)?.openedAt ?? null;
	const isOpen = happened(opened, now) && opened >= since;
	return keepsake.kind === 'words' || isOpen ? [] : [{ cause: 'not-opened' } as const];
}

function putAwayOrLetGo(keepsake: Keepsake, memberId: MemberId, now: Date): VisibilityCause[] {
	const hold = holdOf(keepsake, memberId);
	const causes: VisibilityCause[] = [];
	if (!hold) return causes;
	if (happened(hold.putAwayAt, now)) causes.push({ cause: 'put-away', since: hold.putAwayAt });
	if (happened(hold.letGoAt, now)) causes.push({ cause: 'let-go', since: hold.letGoAt });
	return causes;
}

function holdOf(keepsake: Keepsake, memberId: MemberId) {
	return keepsake.holds.find((hold) => hold.memberId === memberId);
}
