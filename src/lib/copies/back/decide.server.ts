import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { askToPutBack } from './arrived.server.ts';
import { endPutBack } from './end.server.ts';

/**
 * Everything that is whole shall be put back, and what is damaged left out. Throws `NotFound` where
 * that is not asked of the viewer (any more).
 */
export async function wantRest(tx: Tx, id: string): Promise<void> {
	const noted = await tx
		.updateTable('putBack')
		.set({ restWantedAt: sql`now()` })
		.where('id', '=', id)
		.where('refused', '=', 'damaged')
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	if (noted.numUpdatedRows === 0n) throw new NotFound();
	await askToPutBack(tx, id);
}

/** The viewer leaves a copy that has not become a memory box. Throws `NotFound` where there is none. */
export async function leavePutBack(
	lamplight: Lamplight,
	own: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
	id: string
): Promise<void> {
	const found = await own((tx) =>
		tx
			.selectFrom('putBack')
			.where('id', '=', id)
			.where('endedAt', 'is', null)
			.select(['id', 'boxId'])
			.executeTakeFirstOrThrow(() => new NotFound())
	);
	await endPutBack(lamplight, found, { refused: 'given_up' });
}
