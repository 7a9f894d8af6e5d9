import { type FileHandle, open } from 'node:fs/promises';
import { kindOf } from '../pictures/kindOf.ts';
import { boxesIn, handlersIn } from './isoBoxes.ts';

/** What a file is to a family, by what stands in it and never by its name. */
export type FileKind = 'photograph' | 'film' | 'recording' | 'paper' | 'file';

/** `format`: how ffmpeg calls it, for what is played; nothing else is ever tried on such a file. */
export interface WhatIs {
	kind: FileKind;
	format?: string;
}

const plain: WhatIs = { kind: 'file' };
/** As much of a file as tells what it is; only films of Apple's and ISO's kind are read further. */
const headBytes = 64 * 1024;

/** What kind of thing a file is. Never throws for what stands in it. */
export async function whatIsFile(path: string): Promise<WhatIs> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
		const head = buffer.subarray(0, bytesRead);
		if (kindOf(head.subarray(0, 256))) return { kind: 'photograph' };
		if (head.subarray(0, 1024).includes('%PDF-')) return { kind: 'paper' };
		if (isIso(head)) return await whichIso(file, head);
		return bySignature(head) ?? plain;
	} finally {
		await file.close();
	}
}

/** The first boxes of ISO films and of QuickTime's, which need not begin with `ftyp`. */
function isIso(head: Buffer): boolean {
	return /^(?:ftyp|moov|mdat|wide|free|skip|pnot)$/.test(head.toString('latin1', 4, 8));
}

async function whichIso(file: FileHandle, head: Buffer): Promise<WhatIs> {
	const { size } = await file.stat();
	const boxes = await boxesIn(file, 0, size);
	const named = head.toString('latin1', 4, 8) === 'ftyp';
	if (!named && boxes.length < 2) return plain;
	const handlers = await handlersIn(file, 0, size);
	const brand = head.toString('latin1', 8, 12);
	const isFilm = handlers.length > 0 ? handlers.includes('vide') : !/^M4[AB]/.test(brand);
	if (handlers.length > 0 && !isFilm && !handlers.includes('soun')) return plain;
	return { kind: isFilm ? 'film' : 'recording', format: 'mov' };
}

/** Marks at the beginning; where one container holds both, the codecs that it names. */
function bySignature(head: Buffer): WhatIs | undefined {
	const text = head.toString('latin1');
	const film = (format: string): WhatIs => ({ kind: 'film', format });
	const recording = (format: string): WhatIs => ({ kind: 'recording', format });
	if (text.startsWith('\x1a\x45\xdf\xa3')) {
		if (/V_[A-Z]/.test(text)) return film('matroska');
		return /A_[A-Z]/.test(text) ? recording('matroska') : undefined;
	}
	if (text.startsWith('OggS')) {
		return text.includes('\x80theora') ? film('ogg') : recording('ogg');
	}
	if (/^RIFF[^]{4}WAVE|^RF64[^]{4}WAVE/.test(text)) return recording('wav');
	if (/^RIFF[^]{4}AVI /.test(text)) return film('avi');
	if (/^FORM[^]{4}AIF[FC]/.test(text)) return recording('aiff');
	if (text.startsWith('fLaC')) return recording('flac');
	if (text.startsWith('caff')) return recording('caf');
	if (text.startsWith('#!AMR')) return recording('amr');
	if (text.startsWith('ID3') || isMp3(head)) return recording('mp3');
	if (/^\xff[\xf0\xf1\xf8\xf9]/.test(text)) return recording('aac');
	if (text.startsWith('\x30\x26\xb2\x75\x8e\x66\xcf\x11')) return film('asf');
	if (text.startsWith('\0\0\x01\xba')) return film('mpeg');
	if (isTransportStream(text, 0, 188) || isTransportStream(text, 4, 192)) return film('mpegts');
	return undefined;
}

/** An MPEG audio frame (ISO/IEC 11172-3, 2.4.1.3) of layer II or III, and another right after it. */
function isMp3(head: Buffer): boolean {
	const length = frameLength(head, 0);
	return length > 0 && (length + 4 > head.length || frameLength(head, length) > 0);
}

const kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const kilobitsLow = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const hertz = [44_100, 48_000, 32_000];

function frameLength(head: Buffer, at: number): number {
	if (at + 4 > head.length) return 0;
	const [sync = 0, version = 0, rates = 0] = head.subarray(at, at + 3);
	if (sync !== 0xff || (version & 0xe6) !== 0xe2) return 0;
	const isOne = (version & 0x18) === 0x18;
	const bits = (isOne ? kilobits : kilobitsLow)[rates >> 4];
	const rate = hertz[(rates >> 2) & 3];
	if (!bits || !rate) return 0;
	const perSecond = isOne ? rate : (version & 0x18) === 0x10 ? rate / 2 : rate / 4;
	return Math.floor(((isOne ? 144_000 : 72_000) * bits) / perSecond) + ((rates >> 1) & 1);
}

function isTransportStream(text: string, first: number, step: number): boolean {
	return [0, 1, 2].every((packet) => text[first + packet * step] === 'G');
}
