/**
 * R1 Visibility: who sees what, and how.
 *
 * Decided in this order, the first that has an answer wins:
 * 1 mine · 2 a present keeper · 3 a moderator with an open matter · 4 taken down ·
 * 5 the audience everyone agreed to · 6 covers · 7 hidden.
 */
import type { VisibilityCause } from './causes.ts';
import type { Thing, Viewer } from './facts.ts';
import { whyNotShared } from './consent/standing.ts';
import { asKeeper, asOwner } from './visibility/keeper.ts';
import { asModerator, takenDown } from './visibility/moderation.ts';
import { asReader } from './visibility/reader.ts';

export type Show = 'full' | 'covered' | 'hidden';
export type Decision = { show: Show; causes: VisibilityCause[] };

/**
 * What this viewer is given of this thing at this moment. `covered` means: it may be said that it
 * is there, with its cover words, and not one byte of it is sent.
 */
export function visibility(viewer: Viewer, thing: Thing, now: Date): Decision {
	return (
		ownOnly(viewer, thing, now) ??
		asKeeper(viewer, thing, now) ??
		asModerator(viewer, thing, now) ??
		takenDown(thing, now) ??
		asReader(viewer, thing, now)
	);
}

/**
 * All that may leave the house about a decision. Null stands for a thing that does not exist, and
 * cannot be told from one that is hidden.
 */
export function publicFace(decision: Decision | null): { show: Show } {
	return { show: decision?.show ?? 'hidden' };
}

/**
 * R1.1: what is `mine` is seen by whoever put it in, and by nobody else, moderators included,
 * until its owner has taken it out of there: a version that is proposed has been laid before the
 * keepers, and one that is shared has gone further still.
 */
function ownOnly(viewer: Viewer, thing: Thing, now: Date): Decision | null {
	if (!isMine(thing)) return null;
	const owned = asOwner(viewer, thing, now);
	if (owned) {
		// What belongs to the box does not become one's own by standing in one's own draft.
		const ofTheBox = thing.kind === 'version-keepsake' && thing.keepsake.scope === 'box';
		return ofTheBox ? null : owned;
	}
	if (isOut(thing, now)) return null;
	return { show: 'hidden', causes: [{ cause: 'mine-of-another' }] };
}

function isMine(thing: Thing): boolean {
	return (
		('story' in thing && thing.story.scope === 'mine') ||
		('keepsake' in thing && thing.keepsake.scope === 'mine')
	);
}

function isOut(thing: Thing, now: Date): boolean {
	return 'versionId' in thing && (thing.proposed || whyNotShared(thing, now) === null);
}
