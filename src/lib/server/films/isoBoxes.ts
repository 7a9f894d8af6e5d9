import type { FileHandle } from 'node:fs/promises';

/** A box of an ISO base media file (ISO/IEC 14496-12, 4.2): where its content begins and ends. */
export interface IsoBox {
	type: string;
	start: number;
	end: number;
}

/** More boxes side by side than any camera writes: what has them is made to keep us busy. */
const mostBoxes = 2000;

/** The boxes that follow each other between two places of a file, as far as they make sense. */
export async function boxesIn(file: FileHandle, start: number, end: number): Promise<IsoBox[]> {
	const boxes: IsoBox[] = [];
	for (let at = start; at + 8 <= end && boxes.length < mostBoxes;) {
		const head = await bytesAt(file, at, 16);
		if (head.length < 8) break;
		const type = head.toString('latin1', 4, 8);
		let size = head.readUInt32BE(0);
		let header = 8;
		if (size === 1 && head.length === 16) {
			size = Number(head.readBigUInt64BE(8));
			header = 16;
		}
		if (size === 0) size = end - at;
		if (size < header || at + size > end || !/^[\w ©-]{4}$/.test(type)) break;
		boxes.push({ type, start: at + header, end: at + size });
		at += size;
	}
	return boxes;
}

export async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
	return buffer.subarray(0, bytesRead);
}

/**
 * What a film's tracks hold, by their handlers: `vide`, `soun` and others. Empty where there is no
 * `moov` box, as in a film that was cut off.
 */
export async function handlersIn(file: FileHandle, start: number, end: number): Promise<string[]> {
	const handlers: string[] = [];
	const moov = (await boxesIn(file, start, end)).find(({ type }) => type === 'moov');
	if (!moov) return handlers;
	for (const track of await boxesIn(file, moov.start, moov.end)) {
		if (track.type !== 'trak') continue;
		const media = (await boxesIn(file, track.start, track.end)).find((box) => box.type === 'mdia');
		const inside = media ? await boxesIn(file, media.start, media.end) : [];
		const handler = inside.find(({ type }) => type === 'hdlr');
		if (handler) handlers.push((await bytesAt(file, handler.start + 8, 4)).toString('latin1'));
	}
	return handlers;
}
