import type { CannotShow } from '../pictures/made.ts';

/** A file that every browser plays, and that carries nothing but what is seen and heard. */
export interface Played {
	mediaType: 'video/mp4' | 'audio/mp4';
	seconds: number;
	/** In pixels, as seen; null: there is nothing to see. */
	width: number | null;
	height: number | null;
	bytes: number;
	/** 64 hexadecimal digits. */
	sha256: string;
	/** A file in the folder that was given. */
	path: string;
}

export interface Film {
	kind: 'film';
	played: Played;
}

/** This machine has no ffmpeg that could do it. It may have one later. */
export interface NotHereYet {
	kind: 'not_here_yet';
}

export type MadeFilm = Film | CannotShow | NotHereYet;
