import { sql } from 'kysely';
import type { BoxId, KeepsakeId } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { FileKind } from '#lib/server/films/whatIs.ts';
import { keepsakeFace } from '../queries.server.ts';
import { askFor } from './askFor.server.ts';

type Mine = { viewer: SignedIn; box: BoxId; keepsake: KeepsakeId; now: Date };

/**
 * "Try to show it again": what shows a keepsake that was given up is made anew. Says whether it is;
 * after five times in a day it is not. Throws `NotFound` where this keeper does not have it uncovered,
 * and where there is nothing to try again.
 */
export async function tryAgain(
	tx: Tx,
	{ viewer, box, keepsake, now }: Mine
): Promise<{ tried: boolean }> {
	const face = await keepsakeFace(tx, viewer, box, keepsake, now);
	if (face.covered || !face.mayTryAgain) throw new NotFound();
	const { rows } = await sql<{ kind: FileKind | null }>`
		select try_again(${keepsake}) as kind`.execute(tx);
	const kind = rows[0]?.kind ?? null;
	if (kind) await askFor(tx, keepsake, kind);
	return { tried: kind !== null };
}
