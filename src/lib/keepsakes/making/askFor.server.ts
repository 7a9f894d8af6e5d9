import { sql } from 'kysely';
import type { Db } from '#lib/server/database/pools.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import type { FileKind } from '#lib/server/films/whatIs.ts';

/** Has made whatever shows a keepsake of this kind, soon. Asked for twice, it is made once. */
export async function askFor(tx: Tx | Db, keepsake: string, kind: FileKind): Promise<void> {
	if (kind === 'photograph' || kind === 'paper') return ask(tx, 'make_pictures', keepsake, null);
	if (kind === 'film' || kind === 'recording') return askForFilm(tx, keepsake);
}

/** The same for many keepsakes of one new box, in one question. */
export async function askForAll(
	tx: Tx,
	keepsakes: readonly { id: string; original: { kind: FileKind } | null }[]
): Promise<void> {
	const asked = keepsakes.flatMap(({ id, original }) => {
		if (!original || original.kind === 'file') return [];
		const film = original.kind === 'film' || original.kind === 'recording';
		return [{ id, task: film ? 'make_film' : 'make_pictures', queue: film ? 'films' : null }];
	});
	await sql`select jobs.enqueue(task, json_build_object('keepsake', id), task || ':' || id, null, queue)
		from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
			as asked (id uuid, task text, queue text)`.execute(tx);
}

/** Has all that shows a keepsake made anew from its original: something of it is no longer whole. */
export async function askForAgain(tx: Tx | Db, keepsake: string): Promise<void> {
	const found = await tx
		.updateTable('keepsake')
		.set({ picturesMadeAt: null })
		.where('id', '=', keepsake)
		.returning(['kind', 'moves'])
		.executeTakeFirst();
	if (!found) return;
	const played = await tx
		.deleteFrom('playable')
		.where('keepsakeId', '=', keepsake)
		.executeTakeFirst();
	await askFor(tx, keepsake, found.kind as FileKind);
	if (found.kind === 'photograph' && played.numDeletedRows > 0n) await askForFilm(tx, keepsake);
}

/** Films take long: one after the other, so that there is always a hand for photographs. */
export function askForFilm(tx: Tx | Db, keepsake: string): Promise<void> {
	return ask(tx, 'make_film', keepsake, 'films');
}

async function ask(tx: Tx | Db, task: string, keepsake: string, queue: string | null) {
	await sql`select jobs.enqueue(${task}, ${JSON.stringify({ keepsake })}::json,
		${`${task}:${keepsake}`}, null, ${queue})`.execute(tx);
}
