import { deflateSync, crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** A picture like a photograph to a decoder: no two pixels alike, and nobody's. */
export function drawn(width: number, height: number): Sharp {
	const data = Buffer.alloc(width * height * 3);
	for (let y = 0, at = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const grain = ((x * 73_856_093) ^ (y * 19_349_663)) & 31;
			data[at++] = (128 + 90 * Math.sin(x / 37) + grain) & 255;
			data[at++] = (128 + 90 * Math.sin((x + y) / 53) + grain) & 255;
			data[at++] = (128 + 90 * Math.cos(y / 41) + grain) & 255;
		}
	return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A PNG of a few bytes that says it is very large. */
export function hugePng(width: number, height: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8);
	return Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.alloc(10_000_000))),
		chunk('IEND', Buffer.alloc(0))
	]);
}

function chunk(name: string, content: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name), content]);
	const framed = Buffer.alloc(named.length + 8);
	framed.writeUInt32BE(content.length, 0);
	named.copy(framed, 4);
	framed.writeUInt32BE(crc32(named), named.length + 4);
	return framed;
}
