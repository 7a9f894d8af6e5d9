import type { Tx } from '#lib/server/database/viewer.ts';
import type { TakenFact } from './taking.server.ts';

/** Writes down what a copy says was lived, as its keeper said it, in a new box that they alone keep. */
export async function putBackLived(
	tx: Tx,
	box: string,
	member: string,
	lived: readonly TakenFact[]
): Promise<void> {
	if (lived.length === 0) return;
	await tx
		.insertInto('livedFact')
		.values(
			lived.map(({ fact, value, you }) => ({
				...{ boxId: box, fact, value: JSON.stringify(value), saidBy: member },
				memberId: you ? member : null
			}))
		)
		.execute();
}
