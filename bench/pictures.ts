/**
 * How long pictures take to make, beside sharp alone making the same three files in one process.
 * `node bench/pictures.ts` prints one JSON object a line.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { withHeif } from '../src/lib/server/pictures/heif.ts';
import { type PictureMaker, createPictureMaker } from '../src/lib/server/pictures/pictureMaker.ts';
import { rawInput } from '../src/lib/server/pictures/pixels.ts';
import { residentBytes } from '../src/lib/server/pictures/residentBytes.ts';
import { drawn } from '../src/lib/server/pictures/testing/drawn.ts';
import { hasSharedPhotos, sharedPhoto } from '../src/lib/server/pictures/testing/sharedPhotos.ts';
import { sharpAlone } from './sharpAlone.ts';

export interface Line {
	name: string;
	value: number;
	unit: string;
	/** What the other one needed, in the same unit. */
	peer?: number;
	/** Ours over theirs. */
	ratio?: number;
}

const rounds = 15;

/** Measures, and gives each figure as soon as it is there. Takes about a minute. */
export async function* run(): AsyncIterable<Line> {
	const folder = await mkdtemp(join(tmpdir(), 'lamplight-bench-'));
	const maker = createPictureMaker({ recycleBytes: Infinity });
	try {
		yield* measure(folder, maker);
	} finally {
		maker.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function* measure(folder: string, maker: PictureMaker): AsyncIterable<Line> {
	const outDir = join(folder, 'out');
	await mkdir(outDir);
	const photographs = {
		'picture-jpeg-12mp': await photograph(),
		'picture-jpeg-12mp-p3': (await photograph()).withIccProfile('p3')
	};
	for (const [name, image] of Object.entries(photographs)) {
		const path = join(folder, `${name}.jpg`);
		await writeFile(path, await image.jpeg({ quality: 92 }).toBuffer());
		const ours = () => maker.makePictures(path, { outDir });
		const [value, peer] = await inTurns(ours, () => sharpAlone(path, outDir));
		yield { name, value, unit: 'ms', peer, ratio: round(value / peer, 2) };
	}
	if (hasSharedPhotos) {
		const path = sharedPhoto('heic/IMG_2682.heic');
		const [value] = await inTurns(() => maker.makePictures(path, { outDir }));
		yield { name: 'picture-heic-12mp', value, unit: 'ms' };
	}
	yield { name: 'picture-memory', value: round(residentBytes(maker.pid()) / 1e6), unit: 'MB' };
}

/** Twelve megapixels from a real camera where there are some, else drawn ones. */
async function photograph(): Promise<Sharp> {
	if (!hasSharedPhotos) return drawn(4000, 3000);
	return withHeif(sharedPhoto('heic/IMG_2682.heic'), async (heif) => {
		const pixels = heif.decode();
		return sharp(Buffer.from(pixels.data), rawInput(pixels));
	});
}

/** The median milliseconds of each, after one round to warm up; one after the other, round by round. */
async function inTurns(...runners: (() => Promise<unknown>)[]): Promise<[number, number]> {
	const times = runners.map((): number[] => []);
	for (let round = 0; round <= rounds; round++)
		for (const [index, runner] of runners.entries()) {
			const began = performance.now();
			await runner();
			if (round > 0) times[index]?.push(performance.now() - began);
		}
	const [value = 0, peer = 0] = times.map(median);
	return [round(value), round(peer)];
}

function median(times: number[]): number {
	return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0;
}

function round(value: number, digits = 0): number {
	return Number(value.toFixed(digits));
}

if (import.meta.main) for await (const line of run()) console.log(JSON.stringify(line));
