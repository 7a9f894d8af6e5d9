import { type FileHandle, open } from 'node:fs/promises';
import { boxesIn, bytesAt, handlersIn } from './isoBoxes.ts';

/** Where the film in a photograph's file lies, in bytes; `end` is the first that is not of it. */
export interface InnerFilm {
	start: number;
	end: number;
}

export interface Inside {
	/** What an iPhone names both halves of a photograph that moves by. */
	twinId: string | null;
	film: InnerFilm | null;
}

const blockBytes = 256 * 1024;
/** The beginning of Apple's notes in a photograph, wherever in the file its EXIF lies. */
const appleNotes = Buffer.from('Apple iOS\0\0\x01MM', 'latin1');
const filmMark = Buffer.from('ftyp', 'latin1');

/**
 * What in a photograph's file moves: a film after the picture, as Google's and Samsung's phones write
 * them (told by the film itself, not by what is said of it), or the name it shares with a film of its
 * own, as Apple's do. Read as it streams; never throws for what stands in the file.
 */
export async function insideOf(path: string): Promise<Inside> {
	const file = await open(path, 'r');
	try {
		let twinId: string | null = null;
		let film: InnerFilm | null = null;
		for await (const { mark, at } of marksIn(file)) {
			if (mark === 'notes') twinId ??= await twinIn(file, at);
			// At the very beginning it is the photograph itself, as a HEIC.
			else if (at > 8) film ??= await filmAt(file, at - 4);
			if (twinId && film) break;
		}
		return { twinId, film };
	} finally {
		await file.close();
	}
}

/**
 * Every place in the file at which one of the marks stands. All of it goes through one block of memory
 * that begins with the end of what was read before: a new one for each part would have the garbage
 * collector hold up pages with every photograph.
 */
async function* marksIn(file: FileHandle): AsyncGenerator<{ mark: 'notes' | 'film'; at: number }> {
	const overlap = appleNotes.length - 1;
	const block = Buffer.allocUnsafeSlow(overlap + blockBytes);
	for (let kept = 0, offset = 0; ;) {
		const { bytesRead } = await file.read(block, kept, blockBytes, offset);
		if (bytesRead === 0) return;
		const bytes = block.subarray(0, kept + bytesRead);
		for (const [mark, sign] of [
			['notes', appleNotes],
			['film', filmMark]
		] as const) {
			// What lies in the part that was kept alone was found before.
			const from = Math.max(0, kept - sign.length + 1);
			for (let at = bytes.indexOf(sign, from); at >= 0; at = bytes.indexOf(sign, at + 1)) {
				yield { mark, at: offset - kept + at };
			}
		}
		offset += bytesRead;
		const rest = Math.min(overlap, bytes.length);
		block.copyWithin(0, bytes.length - rest, bytes.length);
		kept = rest;
	}
}

/** Tag 0x0011 of Apple's notes, by the IFD that they are (TIFF 6.0, section 2), from their beginning. */
async function twinIn(file: FileHandle, notes: number): Promise<string | null> {
	const ifd = await bytesAt(file, notes + 14, 2 + 12 * 100);
	const count = ifd.length >= 2 ? Math.min(100, ifd.readUInt16BE(0)) : 0;
	for (let entry = 2; entry + 12 <= ifd.length && entry < 2 + 12 * count; entry += 12) {
		if (ifd.readUInt16BE(entry) !== 0x11 || ifd.readUInt16BE(entry + 2) !== 2) continue;
		const length = Math.min(100, ifd.readUInt32BE(entry + 4));
		const text = await bytesAt(file, notes + ifd.readUInt32BE(entry + 8), length);
		return /^[\w-]{8,100}/.exec(text.toString('latin1'))?.[0] ?? null;
	}
	return null;
}

/** A film that begins here: boxes that follow each other, and among them one with a picture track. */
async function filmAt(file: FileHandle, start: number): Promise<InnerFilm | null> {
	const { size } = await file.stat();
	const boxes = (await boxesIn(file, start, size)).slice(0, 100);
	const known = /^(?:ftyp|moov|mdat|free|skip|wide|uuid|udta|moof|mfra|sidx)$/;
	const stranger = boxes.findIndex(({ type }) => !known.test(type));
	const end = boxes.slice(0, stranger < 0 ? undefined : stranger).at(-1)?.end;
	if (boxes[0]?.type !== 'ftyp' || end === undefined) return null;
	return (await handlersIn(file, start, end)).includes('vide') ? { start, end } : null;
}
