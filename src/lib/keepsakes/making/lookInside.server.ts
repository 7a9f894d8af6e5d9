import { sql } from 'kysely';
import { originalAddress } from '#lib/server/files/address.ts';
import { insideOf } from '#lib/server/films/insideOf.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { askForFilm } from './askFor.server.ts';

/**
 * Looks whether a photograph moves: whether it has a film inside its own file, or is one half of two,
 * and joins them where the other is there. May be done again at any time.
 */
export async function lookInside(
	{ pools, files }: Lamplight,
	keepsake: string,
	{ boxId, sha256 }: { boxId: string; sha256: string }
): Promise<void> {
	const { twinId, film } = await files.asLocalFile(originalAddress(boxId, sha256), insideOf);
	if (!twinId && !film) return;
	await pools.worker.transaction().execute(async (tx) => {
		await tx
			.updateTable('keepsake')
			.set({ twinId, moves: film !== null })
			.where('id', '=', keepsake)
			.execute();
		if (film) await askForFilm(tx, keepsake);
		else await sql`select join_halves(${keepsake})`.execute(tx);
	});
}
