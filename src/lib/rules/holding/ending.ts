/**
 * R3 for the whole of a box: it never disappears because one person's account does. Only when
 * everybody who kept it has left does it wait, and then end. Where one of them died it is nobody's
 * to end.
 */
import type { Box } from '../facts.ts';
import { statusOf } from '../presence.ts';
import { deletionAt } from './held.ts';

/** When a box that nobody keeps any more is really deleted; null while somebody does. */
export function boxEndsAt(box: Box, now: Date): Date | null {
	const standings = box.keepers.map((keeper) => statusOf(keeper, now));
	if (standings.length === 0 || standings.some((each) => each !== 'left')) return null;
	const left = box.keepers.map(({ leftAt }) => leftAt?.getTime() ?? 0);
	return deletionAt(new Date(Math.max(...left)));
}
