import type { Pixels } from './pixels.ts';

const tag = {
	width: 256,
	height: 257,
	bitsPerSample: 258,
	compression: 259,
	photometric: 262,
	stripOffsets: 273,
	samplesPerPixel: 277,
	rowsPerStrip: 278,
	stripBytes: 279,
	profile: 34675
};
const type = { short: 3, long: 4, undefined: 7 };

/**
 * RGB pixels as an uncompressed TIFF with an ICC profile: libvips converts colours only by a profile
 * that stands in a file, and has no other way to be told of one. One copy, no compression.
 */
export function asTiff(pixels: Pixels, profile: Buffer): Buffer {
	const bitsAt = 8 + 2 + 10 * 12 + 4;
	const profileAt = bitsAt + 6;
	const dataAt = profileAt + profile.length + (profile.length % 2);
	const entries = [
		[tag.width, type.long, 1, pixels.width],
		[tag.height, type.long, 1, pixels.height],
		[tag.bitsPerSample, type.short, 3, bitsAt],
		[tag.compression, type.short, 1, 1],
		[tag.photometric, type.short, 1, 2],
		[tag.stripOffsets, type.long, 1, dataAt],
		[tag.samplesPerPixel, type.short, 1, 3],
		[tag.rowsPerStrip, type.long, 1, pixels.height],
		[tag.stripBytes, type.long, 1, pixels.data.length],
		[tag.profile, type.undefined, profile.length, profileAt]
	] as const;
	const head = Buffer.alloc(dataAt);
	head.write('II*\0\x08\0\0\0', 'latin1');
	head.writeUInt16LE(entries.length, 8);
	entries.forEach(([number, kind, count, value], index) => {
		const at = 10 + index * 12;
		head.writeUInt16LE(number, at);
		head.writeUInt16LE(kind, at + 2);
		head.writeUInt32LE(count, at + 4);
		head.writeUInt32LE(value, at + 8);
	});
	for (let sample = 0; sample < 3; sample++) head.writeUInt16LE(8, bitsAt + sample * 2);
	profile.copy(head, profileAt);
	return Buffer.concat([head, pixels.data]);
}
