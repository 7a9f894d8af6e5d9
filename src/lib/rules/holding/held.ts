/**
 * R3 Holding: who holds a keepsake, and since when nobody does.
 *
 * A keepsake of scope `box` is held by every keeper by themselves until they let it go, or leave
 * the box to others. A hold that is not written down counts as a hold: a missing row must never
 * delete a photograph. A box never disappears because one person's account does: what the last
 * keeper still held when they left waits with the box itself (`boxEndsAt`). Dying lets nothing go either: a dead keeper's hold
 * stands until the living decide, that is until the last living holder lets the thing go.
 * A keepsake of scope `mine` is held by whoever put it in.
 */
import type { Box, Keeper, Keepsake, MemberId } from '../facts.ts';
import { after, DAY_MS, happened } from '../moments.ts';
import { presentKeepers, statusOf } from '../presence.ts';
import type { Effect } from '../ruling.ts';

/** DESIGN R3: "waits 30 days, and is then really deleted". */
export const RELEASED_WAITS_MS = 30 * DAY_MS;

const STILL = Infinity;

/** Since when nobody holds it, or null while somebody does. */
export function releasedAt(keepsake: Keepsake, box: Box, at: Date): Date | null {
	if (happened(keepsake.releasedAt, at)) return keepsake.releasedAt;
	if (keepsake.scope === 'mine') return letGoBy(keepsake, keepsake.putInBy, at);
	let heldUntil = -Infinity;
	for (const keeper of byJoining(box, at)) {
		// Joined when nobody held it any more: there was nothing left to hold.
		if (heldUntil !== -Infinity && keeper.joinedAt.getTime() >= heldUntil) continue;
		heldUntil = Math.max(heldUntil, holdsUntil(keeper, keepsake, box, at));
	}
	return Number.isFinite(heldUntil) ? new Date(heldUntil) : null;
}

/** When a released keepsake is really deleted: rows, original, derivatives. */
export function deletionAt(released: Date): Date {
	return after(released, RELEASED_WAITS_MS);
}

export function deletionDue(keepsake: Keepsake, box: Box, now: Date): boolean {
	const released = releasedAt(keepsake, box, now);
	return released !== null && deletionAt(released) <= now;
}

/** The living who hold it: present keepers who have not let it go; for `mine`, its owner. */
export function heldBy(keepsake: Keepsake, box: Box, at: Date): MemberId[] {
	if (releasedAt(keepsake, box, at)) return [];
	if (keepsake.scope === 'mine') return keepsake.putInBy === null ? [] : [keepsake.putInBy];
	return presentKeepers(box, at)
		.map((keeper) => keeper.memberId)
		.filter((memberId) => !letGoBy(keepsake, memberId, at));
}

/** True when this member has held it: they can be offered to take it back. */
export function everHeld(keepsake: Keepsake, memberId: MemberId, at: Date): boolean {
	return letGoBy(keepsake, memberId, at) !== null;
}

export function letGoBy(keepsake: Keepsake, memberId: MemberId | null, at: Date): Date | null {
	const hold = keepsake.holds.find((each) => each.memberId === memberId);
	return hold && happened(hold.letGoAt, at) ? hold.letGoAt : null;
}

function byJoining(box: Box, at: Date): Keeper[] {
	return box.keepers
		.filter((keeper) => keeper.joinedAt <= at)
		.sort((one, other) => one.joinedAt.getTime() - other.joinedAt.getTime());
}

/** The end of one keeper's hold in milliseconds, or STILL. */
function holdsUntil(keeper: Keeper, keepsake: Keepsake, box: Box, at: Date): number {
	const letGo = letGoBy(keepsake, keeper.memberId, at)?.getTime() ?? STILL;
	const status = statusOf(keeper, at);
	if (status === 'present') return letGo;
	if (status === 'left') return Math.min(letGo, leavingEndsHoldAt(keeper, box));
	return letGo === STILL ? livingDecidedAt(keeper, keepsake, box, at) : letGo;
}

/** The last to leave takes nothing with them: there is nobody to decide, so it is kept. */
function leavingEndsHoldAt(keeper: Keeper, box: Box): number {
	const { leftAt } = keeper;
	if (leftAt === null || presentKeepers(box, leftAt).length === 0) return STILL;
	return leftAt.getTime();
}

/** When, after this keeper's death, the last living holder let it go; STILL while none has. */
function livingDecidedAt(dead: Keeper, keepsake: Keepsake, box: Box, at: Date): number {
	const decisions = keepsake.holds
		.map((hold) => letGoBy(keepsake, hold.memberId, at))
		.filter((letGo) => letGo !== null)
		.filter((letGo) => dead.diedAt !== null && letGo >= dead.diedAt)
		.filter((letGo) => {
			const living = presentKeepers(box, letGo);
			return living.length > 0 && living.every((each) => letGoBy(keepsake, each.memberId, letGo));
		})
		.map((letGo) => letGo.getTime());
	return Math.min(STILL, ...decisions);
}

/** Out of every shared version at once, and really deleted after the wait. */
export function release(keepsake: Keepsake, released: Date): Effect {
	return {
		effect: 'release',
		keepsakeId: keepsake.id,
		leavesSharedVersions: true,
		deletionAt: deletionAt(released)
	};
}
