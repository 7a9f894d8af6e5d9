/** R1.5 to R1.7: what was agreed for readers, and the covers over it. */
import type { VisibilityCause } from '../causes.ts';
import { whyNotShared } from '../consent/standing.ts';
import type { Audience, MemberId, Share, Thing, Viewer } from '../facts.ts';
import { deletionAt, releasedAt } from '../holding/held.ts';
import { happened, lasts } from '../moments.ts';
import { departedAt, statusOf } from '../presence.ts';
import type { Decision } from '../visibility.ts';
import { takedownCauses, waitsForLook } from './moderation.ts';
import { shownThisVisit } from './shown.ts';

/** R1.5: a guest for `family`, a peer for `peers`, any reader for `anyone`; else hidden (R1.7). */
export function asReader(viewer: Viewer, thing: Thing, now: Date): Decision {
	if (!('versionId' in thing)) return hidden({ cause: 'not-shared' });
	const unshared = whyNotShared(thing, now);
	if (unshared || !thing.share) return hidden(unshared ?? { cause: 'not-shared' });

	const standing = standingOf(viewer, thing, thing.share, now);
	const audience = standing.memberOf.find((each) => thing.share?.audiences.includes(each));
	if (!audience) {
		return hidden(
			{ cause: 'not-in-audience', audiences: thing.share.audiences },
			...standing.causes
		);
	}
	if (audience !== 'family' && waitsForLook(thing, now)) {
		return hidden(...takedownCauses(thing, now), ...standing.causes);
	}
	const causes: VisibilityCause[] = [{ cause: 'audience', audience }, ...standing.causes];
	if (thing.share.ownWords) causes.push({ cause: 'own-words' });
	if (thing.kind === 'version') return { show: 'full', causes };
	return keepsakeInVersion(viewer, thing, causes, now);
}

/** R1.6: covered, unless the keepers agreed otherwise for that one or the reader lifted it. */
function keepsakeInVersion(
	viewer: Viewer,
	thing: Extract<Thing, { kind: 'version-keepsake' }>,
	causes: VisibilityCause[],
	now: Date
): Decision {
	const released = releasedAt(thing.keepsake, thing.box, now);
	if (released) return hidden({ cause: 'released', deletionAt: deletionAt(released) });
	const again = thing.keepsake.heldAgainAt;
	if (happened(again, now) && thing.share && again >= thing.share.agreedAt) {
		return hidden({ cause: 'taken-back-since', at: again });
	}
	const full = (why: VisibilityCause): Decision => ({ show: 'full', causes: [...causes, why] });
	if (thing.keepsake.kind === 'words') return full({ cause: 'words-need-no-cover' });
	if (!thing.covered) return full({ cause: 'uncovered-by-agreement' });
	const shown = shownThisVisit(viewer, thing, now);
	if (shown) return full(shown);
	return { show: 'covered', causes: [...causes, { cause: 'covered-by-family' }] };
}

type Standing = { memberOf: Audience[]; causes: VisibilityCause[] };

/**
 * The audiences this viewer belongs to for this box, nearest first. Whoever is suspended, or was
 * blocked by a keeper, belongs to `anyone` like a stranger, so that a block cannot be noticed.
 */
function standingOf(viewer: Viewer, thing: Thing, share: Share, now: Date): Standing {
	if (viewer.kind === 'stranger') return { memberOf: ['anyone'], causes: [] };
	const causes: VisibilityCause[] = [];
	if (viewer.suspended) causes.push({ cause: 'suspended-counts-as-stranger' });
	if (isBlocked(viewer.id, thing, share, now)) causes.push({ cause: 'blocked-counts-as-stranger' });
	if (causes.length > 0) return { memberOf: ['anyone'], causes };

	const isGuest = thing.box.guests.some(
		(guest) => guest.memberId === viewer.id && lasts(guest.joinedAt, guest.withdrawnAt, now)
	);
	const memberOf: Audience[] = ['anyone'];
	if (viewer.peer) memberOf.unshift('peers');
	if (isGuest) memberOf.unshift('family');
	return { memberOf, causes };
}

/**
 * A block stands when its keeper dies. When its keeper leaves it still stands over what had been
 * agreed by then, so that a leaving shows nobody more; what the others agree later is theirs.
 */
export function isBlocked(
	viewerId: MemberId,
	thing: Pick<Thing, 'box'>,
	share: Share,
	now: Date
): boolean {
	return thing.box.blocks.some(
		(block) =>
			block.memberId === viewerId &&
			lasts(block.at, block.endedAt, now) &&
			thing.box.keepers.some(
				(keeper) =>
					keeper.memberId === block.keeperId &&
					keeper.joinedAt <= now &&
					departedAt(keeper, block.at) === null &&
					statusOf(keeper, share.agreedAt) !== 'left'
			)
	);
}

function hidden(...causes: VisibilityCause[]): Decision {
	return { show: 'hidden', causes };
}
