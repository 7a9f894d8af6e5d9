import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { curveFor, primariesD50, profileFor } from './colourProfile.ts';
import { createPictureMaker } from './pictureMaker.ts';
import { alphaHeic, namedP3Avif, namedP3Heic, pqHeic } from './testing/smallFiles.ts';
import { picture, shown, workplace } from './testing/workplace.ts';

const { make, file } = workplace();
const maker = createPictureMaker();
afterAll(() => maker.close());

/** The colour in the middle of the small picture made from a file. */
async function colourOf(content: Uint8Array): Promise<number[]> {
	const made = await make(maker, await file('colour', content));
	const { path, width, height } = picture(made, 'small');
	const middle = { left: width >> 1, top: height >> 1, width: 1, height: 1 };
	return [...(await sharp(path).extract(middle).raw().toBuffer())];
}

function flat(
	background: { r: number; g: number; b: number; alpha?: number },
	channels: 3 | 4 = 3
) {
	return sharp({ create: { width: 64, height: 64, channels, background } });
}

function expectNear(colour: number[], wanted: number[]) {
	expect(colour).toHaveLength(3);
	colour.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThanOrEqual(6));
}

// The red of sRGB has these values in Display P3: whoever ignores the profile shows them instead.
const red = { r: 255, g: 0, b: 0 };
const redSeen = [254, 0, 0];

describe('colours are as they were seen', () => {
	test.each(['jpeg', 'webp', 'tiff', 'png', 'avif'] as const)(
		'in Display P3, %s',
		async (format) => {
			const content = await flat(red)
				.withIccProfile('p3')
				.toFormat(format, { quality: 100 })
				.toBuffer();
			expect((await sharp(content).metadata()).icc).toBeDefined();
			expectNear(await colourOf(content), redSeen);
		}
	);

	test('in Display P3 of 16 bits', async () => {
		const content = await flat(red).toColourspace('rgb16').withIccProfile('p3').png().toBuffer();
		expectNear(await colourOf(content), redSeen);
	});

	test.each([
		['HEIC', namedP3Heic],
		['AVIF', namedP3Avif]
	])('in Display P3 that is only named, %s', async (_, content) => {
		expectNear(await colourOf(content), redSeen);
	});

	test('in CMYK and in grey', async () => {
		const blue = flat({ r: 40, g: 90, b: 160 });
		const cmyk = await blue
			.toColourspace('cmyk')
			.withIccProfile('cmyk')
			.jpeg({ quality: 100 })
			.toBuffer();
		expect((await sharp(cmyk).metadata()).space).toBe('cmyk');
		const [r, g, b] = await colourOf(cmyk);
		expect(b! > g! && g! > r!).toBe(true);
		const grey = await flat({ r: 120, g: 120, b: 120 }).greyscale().png().toBuffer();
		expectNear(await colourOf(grey), [120, 120, 120]);
	});

	test('and white paper stays nearly white in a picture of high range', async () => {
		const [r, g, b] = await colourOf(pqHeic);
		expect(Math.min(r!, g!, b!)).toBeGreaterThan(235);
		expect(Math.max(r!, g!, b!)).toBeLessThan(253);
	});
});

describe('what is transparent lies on white paper', () => {
	test('in a PNG', async () => {
		const content = await flat({ r: 0, g: 0, b: 255, alpha: 0.5 }, 4).png().toBuffer();
		expectNear(await colourOf(content), [127, 127, 255]);
	});

	test('in a HEIC', async () => {
		expectNear(await colourOf(alphaHeic), [127, 127, 255]);
	});
});

test('of a picture that moves, the first is shown', async () => {
	const frames = [flat({ r: 200, g: 20, b: 20 }), flat({ r: 20, g: 20, b: 200 })];
	const inputs = await Promise.all(frames.map((frame) => frame.png().toBuffer()));
	for (const format of ['gif', 'webp'] as const) {
		const content = await sharp(inputs, { join: { animated: true } })
			.toFormat(format)
			.toBuffer();
		expect((await sharp(content).metadata()).pages).toBe(2);
		expectNear(await colourOf(content), [200, 20, 20]);
	}
});

test('a picture turned by a tag stands upright in every format that has such a tag', async () => {
	const wide = sharp({ create: { width: 60, height: 40, channels: 3, background: '#888888' } });
	for (const format of ['jpeg', 'png', 'webp', 'tiff', 'avif'] as const) {
		const content = await wide.clone().withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
		const { width, height } = shown(await make(maker, await file('turned', content)));
		expect([format, width, height]).toEqual([format, 40, 60]);
	}
});

test('nothing is left of what was written into a picture', async () => {
	const { tagsOf, foreignTags } = await import('./testing/tags.ts');
	const gps = { IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } };
	for (const format of ['jpeg', 'png', 'webp', 'tiff', 'avif'] as const) {
		const content = await flat(red)
			.withExif({ IFD0: { Copyright: 'a name', ImageDescription: 'a child' }, ...gps })
			.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF/></x:xmpmeta>')
			.withIccProfile('p3')
			.toFormat(format)
			.toBuffer();
		const made = shown(await make(maker, await file('tagged', content)));
		for (const tags of tagsOf(made.pictures.map((each) => each.path)))
			expect(foreignTags(tags)).toEqual([]);
		// The plain form of WebP has no place for anything but the pixels.
		expect((await readFile(made.pictures[0]!.path)).toString('latin1', 8, 16)).toBe('WEBPVP8 ');
	}
});

describe('colours that are named by numbers', () => {
	// Chromaticities of ITU-T H.273, table 2: red, green, blue; white is D65.
	const chromaticities: Record<number, number[][]> = {
		1: [
			[0.64, 0.33],
			[0.3, 0.6],
			[0.15, 0.06]
		],
		9: [
			[0.708, 0.292],
			[0.17, 0.797],
			[0.131, 0.046]
		],
		12: [
			[0.68, 0.32],
			[0.265, 0.69],
			[0.15, 0.06]
		]
	};

	test.each(Object.keys(chromaticities))('have the primaries of the standard: %s', (number) => {
		const computed = adapted(chromaticities[Number(number)]!);
		primariesD50[Number(number)]!.flat().forEach((value, at) =>
			expect(value).toBeCloseTo(computed.flat()[at]!, 3)
		);
	});

	test('need no profile where they are those of sRGB, or are not said', () => {
		for (const primaries of [0, 1, 2, 99]) {
			expect(profileFor({ primaries, transfer: 13 })).toBeUndefined();
		}
		expect(profileFor({ primaries: 12, transfer: 13 })).toBeDefined();
		expect(profileFor({ primaries: 1, transfer: 16 })).toBeDefined();
	});

	test.each([13, 16, 18])('grow lighter with the signal, from black to white: %i', (transfer) => {
		const curve = curveFor(transfer);
		const lights = Array.from({ length: 101 }, (_, at) => curve(at / 100));
		expect(lights[0]).toBeCloseTo(0, 5);
		expect(lights[100]).toBeGreaterThan(0.99);
		expect(Math.max(...lights)).toBeLessThanOrEqual(1);
		expect(lights).toEqual(lights.toSorted((a, b) => a - b));
	});

	test('have 203 cd/m² where the standards put it: 58 % of PQ, 75 % of HLG', () => {
		const white = 1 - 0.25 * Math.exp(-1);
		expect(curveFor(16)(0.5807)).toBeCloseTo(white, 2);
		expect(curveFor(18)(0.75)).toBeCloseTo(white, 2);
	});
});

/** Primaries as XYZ under D50, by Bradford's method, computed from the beginning. */
function adapted(chromaticity: number[][]): number[][] {
	const bradford = [
		[0.8951, 0.2664, -0.1614],
		[-0.7502, 1.7135, 0.0367],
		[0.0389, -0.0685, 1.0296]
	];
	const d65 = [0.3127 / 0.329, 1, (1 - 0.3127 - 0.329) / 0.329];
	const d50 = [0.9642, 1, 0.82491];
	const xyz = transposed(chromaticity.map(([x, y]) => [x! / y!, 1, (1 - x! - y!) / y!]));
	const amounts = times(
		inverse(xyz),
		d65.map((value) => [value])
	).flat();
	const scaled = xyz.map((row) => row.map((value, at) => value * amounts[at]!));
	const cone = (white: number[]) =>
		times(
			bradford,
			white.map((value) => [value])
		).flat();
	const gains = cone(d50).map((value, at) => value / cone(d65)[at]!);
	const gained = bradford.map((row, at) => row.map((value) => value * gains[at]!));
	return transposed(times(inverse(bradford), times(gained, scaled)));
}

function times(a: number[][], b: number[][]): number[][] {
	return a.map((row) =>
		b[0]!.map((_, c) => row.reduce((sum, value, k) => sum + value * b[k]![c]!, 0))
	);
}

function transposed(a: number[][]): number[][] {
	return a[0]!.map((_, c) => a.map((row) => row[c]!));
}

function inverse(m: number[][]): number[][] {
	const at = (r: number, c: number) => m[(r + 3) % 3]![(c + 3) % 3]!;
	const minor = (r: number, c: number) =>
		at(r + 1, c + 1) * at(r + 2, c + 2) - at(r + 1, c + 2) * at(r + 2, c + 1);
	const determinant = [0, 1, 2].reduce((sum, c) => sum + at(0, c) * minor(0, c), 0);
	return [0, 1, 2].map((r) => [0, 1, 2].map((c) => minor(c, r) / determinant));
}
