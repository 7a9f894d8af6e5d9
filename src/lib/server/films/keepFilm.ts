import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Address, originalAddress } from '../files/address.ts';
import type { FileStore } from '../files/fileStore.ts';
import { keepAll, type KeptPictures, keepMade } from '../pictures/keepPictures.ts';
import type { CannotShow } from '../pictures/made.ts';
import type { PictureMaker } from '../pictures/pictureMaker.ts';
import type { FilmMaker } from './filmMaker.ts';
import { insideOf } from './insideOf.ts';
import type { NotHereYet, Played } from './made.ts';
import { whatIsFile } from './whatIs.ts';

/** What is kept of a film or a recording beside its original. */
export interface KeptFilm {
	kind: 'film';
	played: Omit<Played, 'path'> & { address: Address };
	/** What stands there until it is played; null: there is nothing to see. */
	poster: KeptPictures | null;
	twinId: string | null;
}

type Makers = { films: FilmMaker; pictures: PictureMaker };

/**
 * Makes what every browser plays of an original that is in the store, or of the film `inside` a
 * photograph, and keeps it beside it, with a poster. May be done again at any time. Throws as
 * `FilmMaker.make` and `FileStore.put` do, and `FileMissing` where there is no such original.
 */
export async function keepFilm(
	store: FileStore,
	makers: Makers,
	original: { boxId: string; sha256: string },
	{ inside, onPart }: { inside: boolean; onPart: (part: number) => void }
): Promise<KeptFilm | CannotShow | NotHereYet> {
	const address = originalAddress(original.boxId, original.sha256);
	return store.asLocalFile(address, (originalPath) =>
		store.withScratch(async (outDir) => {
			const path = inside ? await takenOut(originalPath, outDir) : originalPath;
			const { format } = path ? await whatIsFile(path) : {};
			if (!path || !format) return { kind: 'cannot_show', why: 'damaged' };
			const made = await makers.films.make(path, { outDir, format, onPart });
			if (made.kind !== 'film') return made;
			const poster = inside ? null : await keepPoster(store, makers, original, made.played, outDir);
			const played = await keepMade(store, original, made.played);
			return { kind: 'film', played, poster, twinId: made.twinId ?? null };
		})
	);
}

/** The film inside a photograph, as a file of its own. */
async function takenOut(path: string, outDir: string): Promise<string | null> {
	const { film } = await insideOf(path);
	if (!film) return null;
	const to = join(outDir, 'inside');
	const part = createReadStream(path, { start: film.start, end: film.end - 1 });
	await pipeline(part, createWriteStream(to, { mode: 0o600 }));
	return to;
}

async function keepPoster(
	store: FileStore,
	{ films, pictures }: Makers,
	original: { boxId: string; sha256: string },
	played: Played,
	outDir: string
): Promise<KeptPictures | null> {
	const path = await films.poster(played, outDir);
	if (!path) return null;
	const made = await pictures.makePictures(path, { outDir });
	return made.kind === 'pictures' ? keepAll(store, original, made) : null;
}
