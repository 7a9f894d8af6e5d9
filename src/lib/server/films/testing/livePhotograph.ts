import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { made, picture } from './ffmpeg.ts';

/** Both halves of a photograph that moves, as an iPhone names them: the paths of two files. */
export async function livePhotograph(folder: string, number: number) {
	const id = randomUUID().toUpperCase();
	const background = { r: 90, g: number % 256, b: 120 };
	const plain = await sharp({ create: { width: 320, height: 240, channels: 3, background } })
		.jpeg()
		.toBuffer();
	const photograph = join(folder, `live-${number}.jpg`);
	await writeFile(photograph, withNotes(plain, id));
	const film = made(
		join(folder, `live-${number}.mov`),
		...picture('160x120', 0.4),
		...[
			'-movflags',
			'use_metadata_tags',
			'-metadata',
			`com.apple.quicktime.content.identifier=${id}`
		]
	);
	return { photograph, film, id };
}

/** A JPEG with EXIF in front, and in that Apple's own notes, which hold one thing. */
function withNotes(jpeg: Buffer, id: string): Buffer {
	const value = Buffer.from(`${id}\0`, 'latin1');
	const notes = Buffer.concat([
		Buffer.from('Apple iOS\0\0\x01MM', 'latin1'),
		directory([[0x11, 2, value.length, 14 + 2 + 12 + 4]]),
		value
	]);
	// TIFF: a directory at 8, which leads to EXIF's at 26, which leads to the notes at 44.
	const tiff = Buffer.concat([
		Buffer.from('MM\0*\0\0\0\x08', 'latin1'),
		directory([[0x8769, 4, 1, 26]]),
		directory([[0x927c, 7, notes.length, 44]]),
		notes
	]);
	const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
	const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0]);
	head.writeUInt16BE(content.length + 2, 4);
	return Buffer.concat([head, content, jpeg.subarray(2)]);
}

function directory(entries: [tag: number, type: number, count: number, value: number][]): Buffer {
	const made = Buffer.alloc(2 + 12 * entries.length + 4);
	made.writeUInt16BE(entries.length, 0);
	for (const [index, [tag, type, count, value]] of entries.entries()) {
		const at = 2 + 12 * index;
		made.writeUInt16BE(tag, at);
		made.writeUInt16BE(type, at + 2);
		made.writeUInt32BE(count, at + 4);
		made.writeUInt32BE(value, at + 8);
	}
	return made;
}
