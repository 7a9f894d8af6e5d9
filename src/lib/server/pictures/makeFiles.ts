import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Limits } from './limits.ts';
import type { PagePicture, Picture, Pictures, Size } from './made.ts';
import { isPaper, pagesOf } from './paper.ts';
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

/** Makes all pictures of an original in a folder. Throws as `readPicture` and `pagesOf` do. */
export async function makeFiles(path: string, outDir: string, limits: Limits): Promise<Pictures> {
	if (await isPaper(path)) return makePages(path, outDir, limits);
	const { width, height, pixels } = await readPicture(path, longestEdge.large, limits);
	return { kind: 'pictures', width, height, pictures: await makeSizes(pixels, outDir) };
}

/** The pages of a paper, one after the other; of the first one all sizes, as of a photograph. */
async function makePages(path: string, outDir: string, limits: Limits): Promise<Pictures> {
	const pages: PagePicture[] = [];
	let pictures: Picture[] = [];
	let pageCount = 0;
	for await (const page of pagesOf(path, longestEdge.large, limits)) {
		pageCount = page.of;
		if (page.number === 1) pictures = await makeSizes(page.pixels, outDir);
		const made = await write(encode(page.pixels), 'large', outDir, page.number);
		pages.push({ ...made, number: page.number });
	}
	const { width = 0, height = 0 } = pages[0] ?? {};
	return { kind: 'pictures', width, height, pictures, pages, pageCount };
}

/** All three sizes, each from the next larger one. */
async function makeSizes(pixels: Pixels, outDir: string): Promise<Picture[]> {
	// Encoding the large one takes longest: it goes on while the smaller ones are made.
	const large = encode(pixels);
	const medium = smaller(large, longestEdge.medium);
	const small = medium.then((step) => smaller(step, longestEdge.small));
	return Promise.all([
		write(small, 'small', outDir),
		write(medium, 'medium', outDir),
		write(large, 'large', outDir)
	]);
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

async function write(
	step: Step | Promise<Step>,
	size: Size,
	outDir: string,
	page?: number
): Promise<Picture> {
	const { pixels, content } = await step;
	const { width, height } = pixels;
	const bytes = await content;
	const path = join(outDir, page ? `page-${page}.webp` : `${size}.webp`);
	await writeFile(path, bytes, { mode: 0o600 });
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return { size, format: 'webp', width, height, bytes: bytes.length, sha256, path };
}
