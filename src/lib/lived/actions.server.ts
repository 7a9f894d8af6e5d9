/** What can be done about what was lived. */
export { putBackLived } from './puttingBack.server.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { choices, ownFacts } from '#lib/rules/lived.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { Said } from './schema.ts';

/**
 * Keeps what a keeper says: all that the form asks, so that what is left empty is not said any more.
 * Nothing of it goes anywhere; what a story shows of it is chosen where it is shared.
 */
export async function sayLivedFacts(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	said: Said
): Promise<void> {
	const facts = ['happened', 'cause', ...Object.keys(choices)];
	await tx.deleteFrom('livedFact').where('boxId', '=', boxId).where('fact', 'in', facts).execute();
	const rows = Object.entries(said).map(([fact, value]) => ({
		boxId,
		fact,
		memberId: ownFacts.includes(fact) ? viewer.id : null,
		value: JSON.stringify(value),
		saidBy: viewer.id
	}));
	if (rows.length > 0) await tx.insertInto('livedFact').values(rows).execute();
}
