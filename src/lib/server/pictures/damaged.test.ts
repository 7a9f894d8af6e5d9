import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { usualLimits } from './limits.ts';
import { createPictureMaker } from './pictureMaker.ts';
import { drawn, hugePng } from './testing/drawn.ts';
import { namedP3Heic } from './testing/smallFiles.ts';
import { shown, workplace } from './testing/workplace.ts';

const { make, file } = workplace();
const maker = createPictureMaker();
afterAll(() => maker.close());

const jpeg = await drawn(1200, 900).jpeg().toBuffer();

describe('what cannot be shown is said to be so, and nothing breaks', () => {
	test.each([
		['nothing at all', Buffer.alloc(0), 'not_a_picture'],
		['random bytes', randomBytes(100_000), 'not_a_picture'],
		[
			'a drawing with code in it',
			Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
			'not_a_picture'
		],
		['a paper without a page', Buffer.from('%PDF-1.7\n'), 'damaged'],
		['a film', Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomiso2'), 'not_a_picture'],
		[
			'random bytes that begin like a JPEG',
			Buffer.concat([jpeg.subarray(0, 4), randomBytes(9999)]),
			'damaged'
		],
		['the first hundred bytes of a JPEG', jpeg.subarray(0, 100), 'damaged'],
		['a JPEG that ends before its first pixel', beforeFirstPixel(jpeg), 'damaged'],
		[
			'random bytes that begin like a HEIC',
			Buffer.concat([namedP3Heic.subarray(0, 60), randomBytes(9999)]),
			'damaged'
		],
		['half a HEIC', namedP3Heic.subarray(0, 200), 'damaged']
	])('%s', async (name, content, why) => {
		const path = await file('damaged', content);
		expect(await make(maker, path)).toEqual({ kind: 'cannot_show', why });
	});

	test('a file that unpacks to far more than it is, and quickly', async () => {
		const path = await file('bomb.png', hugePng(60_000, 60_000));
		const began = performance.now();
		expect(await make(maker, path)).toEqual({ kind: 'cannot_show', why: 'too_large' });
		// Its pixels would be 10 GB: whoever unpacked them took minutes.
		expect(performance.now() - began).toBeLessThan(20_000);
	});

	test('more pixels than are allowed, in a HEIC too', async () => {
		const small = createPictureMaker({
			limits: { ...usualLimits, pixels: 4000, heicPixels: 4000 }
		});
		for (const content of [jpeg, namedP3Heic]) {
			const path = await file('large', content);
			expect(await make(small, path)).toEqual({ kind: 'cannot_show', why: 'too_large' });
		}
		small.close();
	});
});

describe('what can be shown in part is shown', () => {
	test('half a JPEG', async () => {
		const path = await file('half.jpg', jpeg.subarray(0, jpeg.length / 2));
		expect(shown(await make(maker, path)).pictures).toHaveLength(3);
	});

	test('a JPEG with a profile that is none', async () => {
		const icc = await sharp(jpeg).withIccProfile('p3').toBuffer();
		const at = icc.indexOf('ICC_PROFILE') + 40;
		const path = await file(
			'profile.jpg',
			Buffer.concat([icc.subarray(0, at), icc.subarray(at).fill(7, 0, 200)])
		);
		expect(shown(await make(maker, path)).pictures).toHaveLength(3);
	});

	test('a picture of one colour, when that is what it is', async () => {
		const white = { width: 600, height: 400, channels: 3 as const, background: '#ffffff' };
		const path = await file('white.jpg', await sharp({ create: white }).jpeg().toBuffer());
		expect(shown(await make(maker, path)).pictures).toHaveLength(3);
	});
});

function beforeFirstPixel(content: Buffer): Buffer {
	return content.subarray(0, content.indexOf(Buffer.from([0xff, 0xda])) + 16);
}
