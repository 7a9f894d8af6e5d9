import { beforeAll, describe, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { writingLetters } from '../../../tests/database/letters.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { keepFace, sayWithYou, takeBackWithYou } from './actions.server.ts';
import { letterSettings, withUs } from './queries.server.ts';

const site = await openTestSite();
const { as, put, openFamily, allow, tx, block, suspend } = writingLetters(site);
const { lookFirst } = watching(site);

let kay: Person;
beforeAll(async () => {
	await lookFirst(false);
	kay = await site.person('Kay');
});

const faces = ({ wren, box }: { wren: Person; box: string }) =>
	tx(wren, (inTx) => withUs(inTx, box, site.now()));

describe('"I am with you"', () => {
	test('is seen by those who keep the story, as its sender allowed, and can be taken back', async () => {
		const family = await openFamily('with_you');
		const ines = await site.person('Ines');
		await keepFace(as(ines), { weeks: 20, year: new Date().getUTCFullYear() - 9 });
		await sayWithYou(as(ines), family.story);
		await sayWithYou(as(ines), family.story);
		await sayWithYou(as(kay), family.story);
		const [story] = await faces(family);
		expect(story?.faces).toEqual([
			'somebody who read your story',
			'somebody who lost a baby at 20 weeks, nine years ago'
		]);
		await takeBackWithYou(as(ines), family.story);
		expect((await faces(family))[0]?.faces).toEqual(['somebody who read your story']);
	});
	test('shows later what its sender allowed then, and no more', async () => {
		const family = await openFamily('with_you');
		const ines = await site.person('Ines');
		await sayWithYou(as(ines), family.story);
		await keepFace(as(ines), { weeks: 20, year: null });
		expect((await faces(family))[0]?.faces).toEqual(['somebody who read your story']);
	});
	test('is not for a story that takes no answers, one’s own, or one that is not seen', async () => {
		const family = await openFamily('none');
		await expect(sayWithYou(as(kay), family.story)).rejects.toThrow(NotFound);
		await allow(family, 'with_you');
		await expect(sayWithYou(as(family.tom), family.story)).rejects.toThrow(NotFound);
		await expect(sayWithYou(as(null), family.story)).rejects.toThrow(NotFound);
		await put('update lamplight.share set ended_at = now() where id = $1', [family.share]);
		await expect(sayWithYou(as(kay), family.story)).rejects.toThrow(NotFound);
	});
	test('of somebody blocked or suspended looks the same to them, and reaches nobody', async () => {
		const family = await openFamily('with_you');
		const [blocked, suspended] = [await site.person('Bea'), await site.person('Sue')];
		await block(family.tom, blocked);
		await suspend(suspended);
		for (const who of [blocked, suspended]) {
			await sayWithYou(as(who), family.story);
			const own = await tx(who, (inTx) => inTx.selectFrom('withYou').select('id').execute());
			expect(own).toHaveLength(1);
		}
		expect(await faces(family)).toEqual([]);
	});
	test('is told to no other reader, and tells keepers of no other box', async () => {
		const [family, other] = [await openFamily('with_you'), await openFamily('with_you')];
		await sayWithYou(as(kay), family.story);
		const ines = await site.person('Ines');
		expect(await tx(ines, (inTx) => inTx.selectFrom('withYou').selectAll().execute())).toEqual([]);
		const foreign = await tx(other.wren, (inTx) => withUs(inTx, family.box, site.now()));
		expect(foreign).toEqual([]);
	});
});

describe('what others see of somebody', () => {
	test('is offered from what they wrote of their memory box, and says nothing before they keep it', async () => {
		const family = await openFamily();
		const year = new Date().getUTCFullYear() - 9;
		await put('update lamplight.box set weeks = 20, born_on = $2 where id = $1', [
			family.box,
			`${year}-03`
		]);
		const settings = (who: Person) => tx(who, (inTx, me) => letterSettings(inTx, me, site.now()));
		expect(await settings(family.wren)).toMatchObject({
			face: { weeks: null, year: null },
			offered: [{ box: family.box, weeks: 20, year }]
		});
		expect((await settings(family.wren)).offered[0]?.words).toMatch(/20 weeks, nine years ago$/);
		expect((await settings(kay)).offered).toEqual([]);
	});
});
