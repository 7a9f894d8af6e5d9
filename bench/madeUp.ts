import { randomBytes } from 'node:crypto';
import { drawn } from '../src/lib/server/pictures/testing/drawn.ts';

/**
 * Photographs of 12 megapixels and some 3 MB, no two of which are the same file: a few are drawn, and
 * each copy carries a comment of its own. To a decoder they are as much work as any.
 */
export async function madeUpPhotographs(): Promise<(n: number) => Buffer<ArrayBuffer>> {
	const drawings = await Promise.all(
		[89, 90, 91].map((quality) => drawn(4000, 3000).jpeg({ quality }).toBuffer())
	);
	return (n) => {
		const drawing = drawings[n % drawings.length] ?? Buffer.alloc(0);
		const own = Buffer.concat([Buffer.from(`made up ${n} `), randomBytes(32)]);
		const comment = Buffer.from([0xff, 0xfe, 0, own.length + 2]);
		// After the two bytes by which a JPEG begins.
		return Buffer.concat([drawing.subarray(0, 2), comment, own, drawing.subarray(2)]);
	};
}
