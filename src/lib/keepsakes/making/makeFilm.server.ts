import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import { keepFilm, type KeptFilm } from '#lib/server/films/keepFilm.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { logLine } from '#lib/server/log.ts';
import { removeHalfMade } from '../leaving/removeHalfMade.server.ts';
import { removeUnused } from '../leaving/removeUnused.server.ts';
import { askForFilm } from './askFor.server.ts';
import { followMaking } from './followMaking.server.ts';
import { afterLoss, forgetLosses } from './lost.server.ts';
import { writePictures } from './writePictures.server.ts';

type Kept = Awaited<ReturnType<typeof keepFilm>>;

/**
 * Makes what every browser plays of a film or a recording, or of the film inside a photograph, and
 * writes it down, or why it cannot be played. May be done again at any time. Throws where the machine
 * failed: tried again later.
 */
export async function makeFilmOf(lamplight: Lamplight, keepsake: string): Promise<void> {
	const { worker } = lamplight.pools;
	const found = await worker
		.selectFrom('keepsake as k')
		.leftJoin('playable as p', 'p.keepsakeId', 'k.id')
		.select(['k.boxId', 'k.sha256', 'k.kind', 'k.moves', 'p.sha256 as played'])
		.where('k.id', '=', keepsake)
		.executeTakeFirst();
	if (!found || found.sha256 === null || found.played !== null) return;
	const inside = found.kind === 'photograph';
	if (inside && !found.moves) return;
	const original = { boxId: found.boxId, sha256: found.sha256 };
	const following = followMaking(lamplight, keepsake);
	const asked = { inside, onPart: following.onPart };
	const kept = await keepFilm(lamplight.files, lamplight, original, asked)
		.catch((error) => afterLoss(lamplight, keepsake, error))
		.finally(following.end);
	const stands = await worker
		.transaction()
		.execute((tx) => writeDown(tx, keepsake, kept, inside, lamplight.now()));
	await forgetLosses(lamplight, keepsake);
	if (!stands) await removeUnused(lamplight, original.boxId, original.sha256);
	else if (kept.kind === 'cannot_show' && !inside) await removeHalfMade(lamplight, original);
	if (kept.kind === 'not_here_yet') {
		logLine('ffmpeg is missing, or cannot make H.264 and AAC: films are kept, and made later');
	}
}

/** Says whether the keepsake is still there. */
async function writeDown(
	tx: Tx,
	keepsakeId: string,
	kept: Kept,
	inside: boolean,
	now: Date
): Promise<boolean> {
	const keepsake = tx.updateTable('keepsake').where('id', '=', keepsakeId);
	if (kept.kind === 'film') return writeFilm(tx, keepsakeId, kept, inside, now);
	const why = kept.kind === 'cannot_show' ? kept.why : kept.kind;
	// The photograph is shown, whatever becomes of the film in it; that may still be made later.
	const set = inside ? { moves: kept.kind === 'not_here_yet' } : { cannotShow: why };
	const noted = await keepsake.set(set).executeTakeFirst();
	return noted.numUpdatedRows > 0n;
}

async function writeFilm(
	tx: Tx,
	keepsakeId: string,
	{ played, poster, twinId }: KeptFilm,
	inside: boolean,
	now: Date
): Promise<boolean> {
	const { sha256, mediaType, bytes, seconds, width, height } = played;
	const kind = mediaType === 'audio/mp4' ? 'recording' : 'film';
	const own = { kind, width, height, twinId, picturesMadeAt: now, cannotShow: null };
	const updated = await tx
		.updateTable('keepsake')
		.set(inside ? { moves: true } : own)
		.where('id', '=', keepsakeId)
		.executeTakeFirst();
	if (updated.numUpdatedRows === 0n) return false;
	const row = { sha256, mediaType, bytes, seconds, width, height, madeAt: now };
	await tx
		.insertInto('playable')
		.values({ keepsakeId, ...row })
		.onConflict((on) => on.column('keepsakeId').doUpdateSet(row))
		.execute();
	if (poster) await writePictures(tx, keepsakeId, poster);
	if (twinId && !inside) await sql`select join_halves(${keepsakeId})`.execute(tx);
	return true;
}

/** Has films made that had to wait for ffmpeg, now that it is there. */
export async function makeWaiting({ pools, films }: Lamplight): Promise<void> {
	const waiting = await pools.worker
		.selectFrom('keepsake as k')
		.leftJoin('playable as p', 'p.keepsakeId', 'k.id')
		.where('p.keepsakeId', 'is', null)
		.where((is) => is.or([is('k.cannotShow', '=', 'not_here_yet'), is('k.moves', '=', true)]))
		.select('k.id')
		.execute();
	if (waiting.length === 0 || !(await films.isHere())) return;
	for (const { id } of waiting) await askForFilm(pools.worker, id);
}
