/**
 * Who keeps a box at a given moment (R1.2, R2). Only a *present* keeper sees a box from within, is
 * asked, or may narrow. Suspension never touches this: one's own box stays one's own.
 */
import type { Box, Keeper, MemberId } from './facts.ts';
import { happened } from './moments.ts';

export type KeeperStatus = 'not-yet' | 'present' | 'left' | 'died';

/** The first of leaving and dying counts: closing a dead keeper's account is not their leaving. */
export function statusOf(keeper: Keeper, at: Date): KeeperStatus {
	if (keeper.joinedAt > at) return 'not-yet';
	const left = happened(keeper.leftAt, at) ? keeper.leftAt : null;
	const died = happened(keeper.diedAt, at) ? keeper.diedAt : null;
	if (died && (!left || died <= left)) return 'died';
	return left ? 'left' : 'present';
}

/** When this keeper left or died, or null while they are present or have not joined. */
export function departedAt(keeper: Keeper, at: Date): Date | null {
	const status = statusOf(keeper, at);
	if (status === 'died') return keeper.diedAt;
	return status === 'left' ? keeper.leftAt : null;
}

export function presentKeepers(box: Box, at: Date): Keeper[] {
	return box.keepers.filter((keeper) => statusOf(keeper, at) === 'present');
}

export function presentKeeper(box: Box, memberId: MemberId, at: Date): Keeper | undefined {
	return presentKeepers(box, at).find((keeper) => keeper.memberId === memberId);
}

/**
 * True when the keeper was there at that moment: joined by then, and not gone before it. Whoever
 * goes at that very moment was still there.
 */
export function wasThere(keeper: Keeper, moment: Date): boolean {
	const { joinedAt, leftAt, diedAt } = keeper;
	const stayed = [leftAt, diedAt].every((gone) => gone === null || gone >= moment);
	return joinedAt <= moment && stayed;
}
