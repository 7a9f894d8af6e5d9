import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StorageFull } from '../files/errors.ts';
import { CannotBeShown, cannotShow } from '../pictures/cannotShow.ts';
import { type FilmLimits, usualFilmLimits } from './limits.ts';
import type { MadeFilm, Played } from './made.ts';
import { probeArguments, readProbe, type Probed } from './probe.ts';
import { findPrograms, type Programs } from './programs.ts';
import { filmArguments, posterArguments, recordingArguments } from './recipe.ts';
import { ProgramFailed, run } from './run.ts';

export interface FilmMaker {
	/** Whether this machine has what films are made with; looked for anew each time. */
	isHere(): Promise<boolean>;
	/**
	 * Makes what every browser plays of a film or a recording, in `outDir`, an empty folder. The
	 * original is only read. `format`: as `whatIsFile` tells it. `onPart` is told from time to time
	 * how much is done, from 0 to 1. What cannot be played is an answer and no error. Throws
	 * `ProgramLost` (try again) or `StorageFull`.
	 */
	make(originalPath: string, to: MakeTo): Promise<MadeFilm & { twinId?: string | null }>;
	/** A picture of what was made, as a PNG in `outDir`; null where there is nothing to see. */
	poster(played: Played, outDir: string): Promise<string | null>;
	/** Stops for good and at once; what is being made fails with `ProgramLost`. */
	close(): void;
}

export interface MakeTo {
	outDir: string;
	format: string;
	onPart?: (part: number) => void;
}

export interface FilmMakerSettings {
	limits: FilmLimits;
	/** Where the programs are looked for. */
	find: () => Promise<Programs | undefined>;
}

/** Something that makes films, with the ffmpeg of this machine, in a process for each. */
export function createFilmMaker(settings: Partial<FilmMakerSettings> = {}): FilmMaker {
	const { limits = usualFilmLimits, find = () => findPrograms() } = settings;
	const stop = new AbortController();

	async function probe(programs: Programs, path: string, format: string): Promise<Probed> {
		const bounds = { ...limits, timeMs: limits.baseMs, stop: stop.signal };
		return readProbe(await run(programs.ffprobe, probeArguments(path, format), bounds));
	}

	function runFfmpeg(programs: Programs, args: string[], seconds: number, onPart?: OnPart) {
		const timeMs = Math.min(limits.mostMs, limits.baseMs + seconds * 1000 * limits.timesItsLength);
		const onLine = (line: string) => {
			const [, micros] = /^out_time_us=(\d+)/.exec(line) ?? [];
			if (micros && seconds > 0) onPart?.(Math.min(1, Number(micros) / 1e6 / seconds));
		};
		return run(programs.ffmpeg, args, { ...limits, timeMs, stop: stop.signal, onLine });
	}

	async function makeWith(programs: Programs, path: string, to: MakeTo) {
		const probed = await probe(programs, path, to.format);
		const { picture, sound, seconds, twinId } = probed;
		const from = { path, format: to.format };
		const out = join(to.outDir, 'played.mp4');
		const attempt = (args: string[]) => runFfmpeg(programs, args, seconds, to.onPart);
		if (picture) {
			const film = { ...probed, picture };
			await attempt(filmArguments(from, out, film, true)).catch((error: unknown) => {
				// Not every ffmpeg can bring bright colours into range: better flat than not at all.
				if (!picture.isHdr || !(error instanceof ProgramFailed)) throw error;
				return attempt(filmArguments(from, out, film, false));
			});
		} else if (sound) await attempt(recordingArguments(from, out, sound.index));
		else throw new CannotBeShown('damaged');
		const made = await probe(programs, out, 'mov');
		if (!made.picture && !made.sound) throw new CannotBeShown('damaged');
		return { kind: 'film' as const, played: await playedAt(out, made), twinId };
	}

	return {
		isHere: async () => (await find()) !== undefined,
		async make(path, to) {
			const programs = await find();
			if (!programs) return { kind: 'not_here_yet' };
			try {
				return await makeWith(programs, path, to);
			} catch (error) {
				return answerFor(error);
			}
		},
		async poster(played, outDir) {
			const programs = await find();
			if (!programs || played.width === null) return null;
			const path = join(outDir, 'poster.png');
			const first = (at: number) => posterArguments(played.path, path, at);
			for (const at of [played.seconds, 0]) {
				await runFfmpeg(programs, first(at), 1);
				if (await stat(path).catch(() => null)) return path;
			}
			return null;
		},
		close: () => stop.abort()
	};
}

type OnPart = (part: number) => void;

/** What ffmpeg could not read is broken, but for what this machine lacks. */
function answerFor(error: unknown): MadeFilm {
	if (error instanceof ProgramFailed) {
		if (/No space left on device|Disk quota exceeded/.test(error.message))
			throw new StorageFull(error);
		return { kind: 'cannot_show', why: 'damaged' };
	}
	const made = error instanceof CannotBeShown ? cannotShow(error) : undefined;
	if (made) return made;
	throw error;
}

async function playedAt(path: string, { picture, seconds }: Probed): Promise<Played> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path), hash);
	return {
		mediaType: picture ? 'video/mp4' : 'audio/mp4',
		seconds,
		width: picture?.width ?? null,
		height: picture?.height ?? null,
		bytes: (await stat(path)).size,
		sha256: hash.digest('hex'),
		path
	};
}
