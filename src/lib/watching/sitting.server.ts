import { minutesLeft, type Sitting } from '#lib/rules/moderation.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';

/** The sitting that this moderator has begun and not ended; null: none. */
export async function sittingOf(tx: Tx, viewer: SignedIn): Promise<Sitting | null> {
	const row = await tx
		.selectFrom('sitting')
		.where('memberId', '=', viewer.id)
		.where('endedAt', 'is', null)
		.select(['begunAt', 'minutes'])
		.executeTakeFirst();
	return row ?? null;
}

/** Sits down for so many minutes. Whoever sits already goes on as they were. */
export async function beginSitting(tx: Tx, viewer: SignedIn, minutes: number): Promise<void> {
	await tx
		.insertInto('sitting')
		.values({ memberId: viewer.id, minutes })
		.onConflict((on) => on.columns(['memberId']).where('endedAt', 'is', null).doNothing())
		.execute();
}

/** Gets up. What they have before them stays theirs unless they put it back. */
export async function endSitting(tx: Tx, viewer: SignedIn, now: Date): Promise<void> {
	await tx
		.updateTable('sitting')
		.set({ endedAt: now })
		.where('memberId', '=', viewer.id)
		.where('endedAt', 'is', null)
		.execute();
}

/** Whether something new may be taken up in it. */
export function mayBegin(sitting: Sitting | null, now: Date): boolean {
	return sitting !== null && minutesLeft(sitting, now) > 0;
}
