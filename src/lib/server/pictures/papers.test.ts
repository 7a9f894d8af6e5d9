import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { usualLimits } from './limits.ts';
import { createPictureMaker } from './pictureMaker.ts';
import { letterOf } from './testing/papers.ts';
import { foreignTags, tagsOf } from './testing/tags.ts';
import { picture, shown, workplace } from './testing/workplace.ts';

const { make, file } = workplace();
const maker = createPictureMaker();
afterAll(() => maker.close());

describe('a scanned letter', () => {
	test('is shown page by page, the first one in all sizes', async () => {
		const made = shown(await make(maker, await file('letter.pdf', letterOf(3))));
		expect(made).toMatchObject({ pageCount: 3, width: 1448, height: 2048 });
		expect(made.pages?.map(({ number }) => number)).toEqual([1, 2, 3]);
		expect(picture(made, 'small')).toMatchObject({ height: 480 });
		for (const page of made.pages ?? []) {
			expect(await sharp(page.path).metadata()).toMatchObject({ format: 'webp', height: 2048 });
			const { channels } = await sharp(page.path).stats();
			// Paper, and something written on it.
			expect(channels[0]).toMatchObject({ min: expect.any(Number), max: 255 });
			expect(channels[0]!.min).toBeLessThan(40);
		}
		for (const tags of tagsOf((made.pages ?? []).map(({ path }) => path)))
			expect(foreignTags(tags)).toEqual([]);
	});

	test('of many pages is shown as far as there is room, and says how many it has', async () => {
		const few = createPictureMaker({ limits: { ...usualLimits, pages: 2 } });
		const made = shown(await make(few, await file('long.pdf', letterOf(5))));
		few.close();
		expect(made.pages).toHaveLength(2);
		expect(made.pageCount).toBe(5);
	});

	test('behind a password is kept closed', async () => {
		const path = await file('locked.pdf', letterOf(1, 'robin'));
		expect(await make(maker, path)).toEqual({ kind: 'cannot_show', why: 'locked' });
	});

	test('that was cut off says so, or shows what is left', async () => {
		const whole = letterOf(2);
		const path = await file('cut.pdf', whole.subarray(0, whole.length / 3));
		const made = await make(maker, path);
		if (made.kind === 'cannot_show') expect(made.why).toBe('damaged');
		else expect(made.pages?.length).toBeGreaterThan(0);
	});
});
