import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { mayReachMember } from '#lib/server/quiet/quietOf.ts';

/** Why a screen tells this viewer nothing today that they did not ask for. */
export type Held = 'tender-day' | 'stopped-for-today';

/** Whether notices wait on the viewer's screens now; null: they may be told, or are `asked` for. */
export async function heldNotices(
	tx: Tx,
	viewer: SignedIn,
	now: Date,
	asked = false
): Promise<Held | null> {
	if (asked) return null;
	const reach = await mayReachMember(tx, viewer.id, 'notice', now);
	if (reach.reach === 'now') return null;
	const days = reach.causes.some(({ cause }) => cause === 'tender-day');
	return days ? 'tender-day' : 'stopped-for-today';
}
