/**
 * R3 Holding: every keeper holds every keepsake of scope `box` by themselves. What one of them
 * does with their own hold changes nothing for the others, except when it was the last one.
 *
 * Each verb answers with the rows to write. `sharedIn`: the standing shares that show the keepsake,
 * so that the screen can offer to bring those back too.
 */
import type { HoldingCause } from './causes.ts';
import type { Box, Hold, Keepsake, MemberId, ShareId } from './facts.ts';
import { deletionAt, heldBy, letGoBy, release, releasedAt } from './holding/held.ts';
import { happened } from './moments.ts';
import { presentKeeper } from './presence.ts';
import { allow, refuse, type Effect, type Ruling } from './ruling.ts';

export { boxEndsAt } from './holding/ending.ts';
export { leave } from './holding/leave.ts';
export { deletionAt, deletionDue, heldBy, RELEASED_WAITS_MS, releasedAt } from './holding/held.ts';

type Holding = Ruling<HoldingCause>;

/** Lays a cover over it for this keeper alone. */
export function putAway(
	member: MemberId,
	keepsake: Keepsake,
	box: Box,
	now: Date,
	sharedIn: readonly ShareId[] = []
): Holding {
	const barred = whyNotHeld(member, keepsake, box, now);
	if (barred) return refuse(barred);
	if (happened(holdOf(keepsake, member)?.putAwayAt ?? null, now)) return allow([], [alreadySo]);
	const { id: keepsakeId } = keepsake;
	const effect: Effect = { effect: 'put-away', keepsakeId, memberId: member, at: now };
	return allow([effect], stillShared(sharedIn));
}

/** Takes out again what this keeper put away. */
export function takeOut(member: MemberId, keepsake: Keepsake, box: Box, now: Date): Holding {
	const barred = whyNotHeld(member, keepsake, box, now);
	if (barred) return refuse(barred);
	if (!happened(holdOf(keepsake, member)?.putAwayAt ?? null, now)) return allow([], [alreadySo]);
	return allow([{ effect: 'put-away', keepsakeId: keepsake.id, memberId: member, at: null }]);
}

/** A keeper who joined later chooses to see it. What they put away stays put away. */
export function open(member: MemberId, keepsake: Keepsake, box: Box, now: Date): Holding {
	const barred = whyNotHeld(member, keepsake, box, now);
	if (barred) return refuse(barred);
	return allow([{ effect: 'open', keepsakeId: keepsake.id, memberId: member, at: now }]);
}

/**
 * "Remove from mine". The others keep it. When nobody does any more it leaves every shared version
 * at once and is deleted after 30 days. Where only a dead keeper's hold is left, letting go once
 * more is how the living decide.
 */
export function letGo(
	member: MemberId,
	keepsake: Keepsake,
	box: Box,
	now: Date,
	sharedIn: readonly ShareId[] = []
): Holding {
	const outside = whyOutside(member, keepsake, box, now);
	if (outside) return refuse(outside);
	const before = releasedAt(keepsake, box, now);
	if (before) return refuse({ cause: 'not-held' });
	const holders = heldBy(keepsake, box, now);
	if (holders.length > 0 && !holders.includes(member)) return refuse({ cause: 'not-held' });

	const effect: Effect = { effect: 'let-go', keepsakeId: keepsake.id, memberId: member, at: now };
	const released = releasedAt(withLetGo(keepsake, member, now), box, now);
	if (!released) return allow([effect], [{ cause: 'others-hold-it' }, ...stillShared(sharedIn)]);
	const until = deletionAt(released);
	return allow(
		[effect, release(keepsake, released)],
		[{ cause: 'nobody-holds-it', deletionAt: until }]
	);
}

/**
 * Undoes letting go: any time while others hold it, else within the 30 days. What had left the
 * shared versions stays out of them: to put it back is widening, and takes everybody.
 */
export function takeBack(member: MemberId, keepsake: Keepsake, box: Box, now: Date): Holding {
	const outside = whyOutside(member, keepsake, box, now);
	if (outside) return refuse(outside);
	if (!letGoBy(keepsake, member, now)) {
		const holds = heldBy(keepsake, box, now).includes(member);
		return holds ? allow([], [alreadySo]) : refuse({ cause: 'not-held' });
	}
	const released = releasedAt(keepsake, box, now);
	if (released && deletionAt(released) <= now) return refuse({ cause: 'too-late' });
	const { id: keepsakeId } = keepsake;
	const effects: Effect[] = [{ effect: 'let-go', keepsakeId, memberId: member, at: null }];
	return allow(released ? [...effects, { effect: 'hold-again', keepsakeId, at: now }] : effects);
}

const alreadySo: HoldingCause = { cause: 'already-so' };

/** From outside: not a keeper of this box, or not whoever put in what is `mine`. */
function whyOutside(
	member: MemberId,
	keepsake: Keepsake,
	box: Box,
	now: Date
): HoldingCause | null {
	if (keepsake.scope === 'mine') {
		return keepsake.putInBy === member ? null : { cause: 'mine-of-another' };
	}
	return presentKeeper(box, member, now) ? null : { cause: 'not-a-keeper' };
}

function whyNotHeld(
	member: MemberId,
	keepsake: Keepsake,
	box: Box,
	now: Date
): HoldingCause | null {
	const outside = whyOutside(member, keepsake, box, now);
	if (outside) return outside;
	return heldBy(keepsake, box, now).includes(member) ? null : { cause: 'not-held' };
}

function stillShared(shareIds: readonly ShareId[]): HoldingCause[] {
	return shareIds.length > 0 ? [{ cause: 'still-shared', shareIds }] : [];
}

function holdOf(keepsake: Keepsake, member: MemberId): Hold | undefined {
	return keepsake.holds.find((hold) => hold.memberId === member);
}

function withLetGo(keepsake: Keepsake, member: MemberId, now: Date): Keepsake {
	const mine = holdOf(keepsake, member);
	const written = mine ?? { memberId: member, heldSince: now, openedAt: null, putAwayAt: null };
	const others = keepsake.holds.filter((hold) => hold !== mine);
	return { ...keepsake, holds: [...others, { ...written, letGoAt: now }] };
}
