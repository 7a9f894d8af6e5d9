import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Limits } from './limits.ts';
import type { Picture, Pictures, Size } from './made.ts';
import { type Pixels, rawInput } from './pixels.ts';
import { pixelsOf, readPicture } from './readPicture.ts';

/**
 * The longest edge of each size, in pixels. Small: a third of a phone's width (390 points at three
 * pixels each), or a tile of 240 points on a fine screen. Medium: the width of a phone. Large: most
 * of a laptop's screen, or a good print of 17 cm.
 */
export const longestEdge: Readonly<Record<Size, number>> = {
	small: 480,
	medium: 1080,
	large: 2048
};

/**
 * WebP as sharp makes it by default. Measured on 2048 × 1536 pixels: effort 4 takes 240 ms; effort 2
 * takes 105 ms for 5 % more bytes and 0.4 dB less; AVIF at a like quality is 20 % smaller, but takes
 * 160–360 ms at its least effort (and more memory), and 4.6 s at its usual one.
 */
const webp = { quality: 80, effort: 4 };

/** Pixels, and the file that is being made of them. */
interface Step {
	pixels: Pixels;
	content: Promise<Buffer>;
}

/** Makes all three pictures in a folder, each from the next larger one. Throws as `readPicture`. */
export async function makeFiles(path: string, outDir: string, limits: Limits): Promise<Pictures> {
	const { width, height, pixels } = await readPicture(path, longestEdge.large, limits);
	// Encoding the large one takes longest: it goes on while the smaller ones are made.
	const large = encode(pixels);
	const medium = smaller(large, longestEdge.medium);
	const small = medium.then((step) => smaller(step, longestEdge.small));
	const pictures = await Promise.all([
		write(small, 'small', outDir),
		write(medium, 'medium', outDir),
		write(large, 'large', outDir)
	]);
	return { kind: 'pictures', width, height, pictures };
}

function encode(pixels: Pixels): Step {
	return { pixels, content: sharp(pixels.data, rawInput(pixels)).webp(webp).toBuffer() };
}

/** The next size; where it would be no smaller, the same one again and nothing is done twice. */
async function smaller(step: Step, edge: number): Promise<Step> {
	const { pixels } = step;
	if (Math.max(pixels.width, pixels.height) <= edge) return step;
	const image = sharp(pixels.data, rawInput(pixels));
	return encode(await pixelsOf(image.resize(edge, edge, { fit: 'inside' })));
}

async function write(step: Step | Promise<Step>, size: Size, outDir: string): Promise<Picture> {
	const { pixels, content } = await step;
	const { width, height } = pixels;
	const bytes = await content;
	const path = join(outDir, `${size}.webp`);
	await writeFile(path, bytes, { mode: 0o600 });
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return { size, format: 'webp', width, height, bytes: bytes.length, sha256, path };
}
