import type { BoxId } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';

/** A box the viewer keeps, and the names of those who keep it with them. */
export type KeptBox = { id: BoxId; name: string | null; others: string[] };

/** The boxes the viewer keeps, in the order in which they came to keep them. */
export async function keptBoxes(tx: Tx, viewer: SignedIn): Promise<KeptBox[]> {
	const others = await tx
		.selectFrom('keeper as k')
		.innerJoin('member as who', 'who.id', 'k.memberId')
		.where('k.memberId', '<>', viewer.id)
		.where('k.leftAt', 'is', null)
		.orderBy('k.joinedAt')
		.select(['k.boxId', 'who.name'])
		.execute();
	return viewer.boxes.map((box) => ({
		...box,
		others: others.filter((each) => each.boxId === box.id && each.name).map((each) => each.name)
	}));
}
