/** R2: what becomes of what was agreed when a keeper leaves, ends their account, or dies. */
import type { MemberId, Share, ShareId } from '../facts.ts';

/** `end`: back to keepers only until the others agree anew. `stand`: goes on. */
export type SharesAfter = { end: ShareId[]; stand: ShareId[] };

/** A keeper who leaves, or whose account ends, takes their yes with them. */
export function afterLeaving(memberId: MemberId, shares: readonly Share[]): SharesAfter {
	const open = shares.filter((share) => share.endedAt === null);
	const theirs = (share: Share) => share.agreedBy.includes(memberId);
	return {
		end: open.filter(theirs).map((share) => share.id),
		stand: open.filter((share) => !theirs(share)).map((share) => share.id)
	};
}

/** A keeper who has died: what they agreed to stands, and the others decide from here on. */
export function afterDeath(shares: readonly Share[]): SharesAfter {
	return { end: [], stand: shares.filter((share) => share.endedAt === null).map(({ id }) => id) };
}
