import { heldNotices, type Held } from '#lib/days/queries.server.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { notices, type Notice } from './notices.server.ts';
import { waitingProposals, type Waiting } from './waiting.server.ts';

/** What a memory box tells its keeper unasked; nothing where their own day holds it (R5). */
export type ToldUnasked = { held: Held | null; waiting: Waiting[]; notices: Notice[] };

/**
 * What others asked and did, by the one gate of R5: no page gets at it past that. `look`: the keeper
 * asked to see it all the same.
 */
export async function toldUnasked(
	tx: Tx,
	box: BoxId,
	viewer: SignedIn,
	{ now, look }: { now: Date; look: boolean }
): Promise<ToldUnasked> {
	const held = await heldNotices(tx, viewer, now, look);
	if (held) return { held, waiting: [], notices: [] };
	return {
		held,
		waiting: await waitingProposals(tx, box, viewer, now),
		notices: await notices(tx, box, viewer, now)
	};
}
