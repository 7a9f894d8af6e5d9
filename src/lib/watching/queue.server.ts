import { sql } from 'kysely';
import { isOffered } from '#lib/rules/moderation.ts';
import type { MatterFacts, MemberId, ModeratorFacts } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { asideOf } from './aside.server.ts';
import type { OpenMatter } from './told.ts';

/**
 * What lies before a moderator. `mine`: taken up by them and not ended. `others`: who has what before
 * them, so that nobody works on it unknowingly.
 */
export type Queue = {
	mine: OpenMatter[];
	waiting: OpenMatter[];
	others: OpenMatter[];
	/** Some wait that this moderator stepped back from. */
	aside: boolean;
};

/** The queue of a moderator: what kind of matter each is, and nothing of what is in it. */
export async function queueOf(tx: Tx, viewer: SignedIn, now: Date): Promise<Queue> {
	const { rows } = await sql<{ open: OpenMatter[] }>`select open_matters() as open`.execute(tx);
	const open = rows[0]?.open ?? [];
	const moderator: ModeratorFacts = {
		...{ id: viewer.id, endedAt: null, suspended: viewer.suspended, knows: [] },
		aside: await asideOf(tx, viewer)
	};
	const free = open.filter(({ heldBy }) => heldBy === null);
	const waiting = free.filter((each) => isOffered(moderator, factsOf(each), now));
	return {
		mine: open.filter(({ heldBy }) => heldBy === viewer.id),
		waiting,
		others: open.filter(({ heldBy }) => heldBy !== null && heldBy !== viewer.id),
		aside: waiting.length < free.length
	};
}

/** What is not for them is not among the open ones: Postgres has left it out. */
function factsOf({ kind, concern, state, heldBy }: OpenMatter): MatterFacts {
	return {
		...{ kind, concern, state, closedAt: null, boxId: null, takenBy: heldBy as MemberId | null },
		...{ decisions: [], passedOnBy: [], reporters: [], concerned: [] }
	};
}
