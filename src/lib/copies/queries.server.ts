export { openPutBack, putBackState } from './back/state.server.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { m } from '#lib/paraglide/messages.js';
import { safeName } from './safeNames.ts';
import { archive } from './take/archive.server.ts';
import { gather, type Gathered } from './take/gather.server.ts';
import { layOut } from './take/layOut.server.ts';
import { leaveOutMissing, namesMissing } from './take/missing.server.ts';

/** What a keeper is told before they take a copy. */
export type BeforeTaking = {
	/** Of the originals, all together. */
	bytes: number;
	/** This keeper put something away: they are asked whether it comes along. */
	putAway: boolean;
	/** What would be in it; no file has been looked for. */
	keepsakes: Gathered['keepsakes'];
};

/** What a copy of this box would be. Throws `NotFound` where the viewer does not keep it. */
export async function beforeTaking(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId,
	now: Date
): Promise<BeforeTaking> {
	const { keepsakes, putAway } = await gather(tx, viewer, box, 'with', now);
	const bytes = keepsakes.reduce(
		(sum, { original, half }) => sum + (original?.bytes ?? 0) + (half?.original.bytes ?? 0),
		0
	);
	return { bytes, putAway: putAway !== 'nothing', keepsakes };
}

/** The names of files that a copy taken now could not hold. Asks the store, so outside transactions. */
export function missingBefore(
	{ files }: Lamplight,
	{ keepsakes }: BeforeTaking
): Promise<string[]> {
	return namesMissing(files, keepsakes);
}

/** The rows of a copy, read in one moment. Throws `NotFound` where the viewer does not keep the box. */
export function gatherCopy(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId,
	away: 'with' | 'without',
	now: Date
): Promise<Gathered> {
	return gather(tx, viewer, box, away, now);
}

/**
 * The copy itself: one ZIP as a stream, how long it is, how it is called, and which files were found
 * damaged on the way, known at its end.
 */
export async function streamCopy({ files }: Lamplight, gathered: Gathered) {
	const { keepsakes, missing } = await leaveOutMissing(files, gathered.keepsakes);
	const { files: inside } = layOut({ ...gathered, keepsakes }, missing);
	const { stream, bytes, damaged } = archive(files, inside);
	const name = gathered.box.name || m.copies_nameless();
	const day = gathered.takenAt.toISOString().slice(0, 10);
	return { stream, bytes, damaged, fileName: `${safeName(m.copies_file_name({ name, day }))}.zip` };
}
