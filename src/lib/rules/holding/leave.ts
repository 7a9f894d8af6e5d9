/**
 * R2 and R3: leaving a box, or ending one's account. Always allowed, and nothing of the others
 * goes with it.
 */
import type { HoldingCause } from '../causes.ts';
import { afterLeaving } from '../consent/departure.ts';
import type { Box, Keepsake, MemberId, Share } from '../facts.ts';
import { presentKeeper, presentKeepers, statusOf } from '../presence.ts';
import { allow, refuse, type Effect, type Ruling } from '../ruling.ts';
import { release, releasedAt } from './held.ts';

/**
 * What was agreed with the one who goes goes back to keepers only, and what the others had let go
 * is released. The last keeper takes nothing with them: the box waits as a whole (`boxEndsAt`), and
 * the screen says so first (`last-keeper`). What was `mine` stays its owner's when they leave, and is released when
 * their account ends, because then nobody holds it.
 *
 * @param keepsakes every keepsake of the box
 * @param shares every share of the box
 */
export function leave(
	member: MemberId,
	how: 'leaves' | 'account-ends',
	box: Box,
	keepsakes: readonly Keepsake[],
	shares: readonly Share[],
	now: Date
): Ruling<HoldingCause> {
	if (!presentKeeper(box, member, now)) return refuse({ cause: 'not-a-keeper' });
	const without = withoutKeeper(box, member, now);
	const isOrphaned = (keepsake: Keepsake) =>
		keepsake.scope === 'mine'
			? how === 'account-ends' && keepsake.putInBy === member
			: releasedAt(keepsake, without, now) !== null;
	const released = keepsakes
		.filter((keepsake) => !releasedAt(keepsake, box, now))
		.filter(isOrphaned)
		.map((keepsake) => release(keepsake, now));
	const ended = afterLeaving(member, shares).end.map((shareId): Effect => ({
		effect: 'end-share',
		shareId,
		at: now,
		by: member
	}));
	const others = presentKeepers(without, now).map((keeper) => keeper.memberId);
	const causes: HoldingCause[] = others.length === 0 ? [{ cause: 'last-keeper' }] : [];
	return allow(
		[{ effect: 'leave', memberId: member, at: now }, ...ended, ...released],
		causes,
		others
	);
}

function withoutKeeper(box: Box, member: MemberId, now: Date): Box {
	return {
		...box,
		keepers: box.keepers.map((keeper) =>
			keeper.memberId === member && statusOf(keeper, now) === 'present'
				? { ...keeper, leftAt: now }
				: keeper
		)
	};
}
