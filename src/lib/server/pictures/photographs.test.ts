import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPictureMaker } from './pictureMaker.ts';
import type { Made } from './made.ts';
import {
	hasSharedPhotos,
	sharedPhoto,
	sharedPhotos,
	sharedPhotosNote
} from './testing/sharedPhotos.ts';
import { foreignTags, tagsOf } from './testing/tags.ts';
import { picture, shown, workplace } from './testing/workplace.ts';

describe.skipIf(!hasSharedPhotos)(sharedPhotosNote, () => {
	const { make } = workplace();
	const maker = createPictureMaker();
	const names = sharedPhotos();
	const made = new Map<string, Made>();
	const before = new Map<string, string>();

	async function sha256(path: string) {
		return createHash('sha256')
			.update(await readFile(path))
			.digest('hex');
	}

	function madeOf(name: string): Made {
		const found = made.get(name);
		if (!found) throw new Error(`${name} is missing from the shared photographs`);
		return found;
	}

	beforeAll(async () => {
		for (const name of names) {
			before.set(name, await sha256(sharedPhoto(name)));
			made.set(name, await make(maker, sharedPhoto(name)));
		}
	});
	afterAll(() => maker.close());

	test.each(names)('%s is shown in three sizes, as announced', async (name) => {
		const { width, height, pictures } = shown(madeOf(name));
		expect(pictures.map((each) => each.size)).toEqual(['small', 'medium', 'large']);
		for (const [index, edge] of [480, 1080, 2048].entries()) {
			const each = pictures[index]!;
			const content = await readFile(each.path);
			expect(await sharp(content).metadata()).toMatchObject({
				format: 'webp',
				width: each.width,
				height: each.height
			});
			expect(each.bytes).toBe(content.length);
			expect(each.sha256).toBe(await sha256(each.path));
			expect(Math.max(each.width, each.height)).toBe(Math.min(edge, Math.max(width, height)));
			expect(each.width / each.height).toBeCloseTo(width / height, 1);
		}
	});

	test.each(['heic/iphone_13_pro_max.HEIC', 'motion/samsung-one-ui-6.heic'])(
		'%s stands upright',
		(name) => {
			const { width, height } = shown(madeOf(name));
			expect(height).toBeGreaterThan(width);
		}
	);

	test('all eight ways to hold a camera come out alike', async () => {
		const eight = sharedPhotos('orientation');
		expect(eight).toHaveLength(8);
		const first = await pixelsOf(eight[0]!);
		const mirrored = await pixelsOf(eight[0]!, (image) => image.flop());
		// They carry a number each, and two kinds of colour profile: never quite the same.
		for (const name of eight) expect(difference(first, await pixelsOf(name))).toBeLessThan(8);
		expect(difference(first, mirrored)).toBeGreaterThan(40);
	});

	async function pixelsOf(name: string, turn = (image: Sharp) => image) {
		const { data, info } = await turn(sharp(picture(madeOf(name), 'small').path))
			.raw()
			.toBuffer({ resolveWithObject: true });
		expect([info.width, info.height]).toEqual([480, 360]);
		return data;
	}

	test('nothing of a photograph is left in its pictures but what can be seen', () => {
		const paths = names.flatMap((name) => shown(madeOf(name)).pictures.map((each) => each.path));
		for (const tags of tagsOf(paths)) expect(foreignTags(tags), tags.SourceFile).toEqual([]);
	});

	test('the same reader does find places and profiles in the photographs themselves', () => {
		const found = tagsOf(names.map(sharedPhoto)).flatMap(foreignTags);
		for (const tag of [/^GPS:GPSLatitude$/, /^XMP-/, /^IPTC:/, /^ICC_Profile:/, /ThumbnailImage/])
			expect(found.some((each) => tag.test(each))).toBe(true);
	});

	test('the photographs themselves stay as they were', async () => {
		for (const name of names) expect(await sha256(sharedPhoto(name))).toBe(before.get(name));
	});
});

function difference(one: Buffer, other: Buffer): number {
	return one.reduce((sum, value, at) => sum + Math.abs(value - other[at]!), 0) / one.length;
}
