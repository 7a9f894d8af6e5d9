import { beforeAll, describe, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { kindWords, writingLetters } from '../../../tests/database/letters.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { sendLetter } from './actions.server.ts';
import { deliverLetter } from './deliver.server.ts';

const site = await openTestSite();
const { as, put, straight, allow, send, carry, seen, words, told, matterOf, block, suspend } =
	writingLetters(site);
const { lookFirst } = watching(site);

let kay: Person;
beforeAll(async () => {
	await lookFirst(false);
	kay = await site.person('Kay');
});

describe('a letter', () => {
	test('waits on a tender day and on a day somebody stopped for', async () => {
		const family = await straight();
		await put(
			`insert into lamplight.stop (member_id, stopped_at, until) values ($1, now(), now() + interval '5 hours')`,
			[family.wren.id]
		);
		await put(`update lamplight.box set died_on = current_date::text where id = $1`, [family.box]);
		await put(
			`insert into lamplight.day_wish (member_id, box_id, what, wish) values ($1, $2, 'died', 'nothing')`,
			[family.wren.id, family.box]
		);
		const letter = await send(kay, family);
		expect(await words(family.wren, letter)).toBeNull();
		expect(await words(family.tom, letter)).toBeNull();
		await put('update lamplight.stop set opened_at = now() where member_id = $1', [family.wren.id]);
		await deliverLetter(site, letter);
		expect(await words(family.wren, letter)).toEqual([kindWords]);
		expect(await words(family.tom, letter)).toBeNull();
	});
	test('does not arrive where letters were taken back before it did', async () => {
		const family = await straight();
		const letter = await sendLetter(as(kay), { story: family.story }, { body: kindWords });
		await allow(family, 'with_you');
		await carry(letter);
		expect(await words(family.wren, letter)).toBeNull();
		await expect(sendLetter(as(kay), { story: family.story }, { body: kindWords })).rejects.toThrow(
			NotFound
		);
	});
	test('of somebody blocked or suspended looks sent and arrives nowhere', async () => {
		const family = await straight();
		const [blocked, suspended] = [await site.person('Bea'), await site.person('Sue')];
		await block(family.tom, blocked);
		await suspend(suspended);
		for (const who of [blocked, suspended]) {
			const letter = await send(who, family);
			expect(await told(who, letter)).toBe('sent');
			expect(await words(family.wren, letter)).toBeNull();
			expect(await matterOf(letter)).toBeUndefined();
		}
	});
	test('of a guest whose reading was withdrawn before it came does not arrive', async () => {
		const [family, ada] = [await straight(), await site.person('Ada')];
		await put('update lamplight.share set to_anyone = false, to_family = true where id = $1', [
			family.share
		]);
		await put(
			`insert into lamplight.guest (box_id, member_id, name, invited_by) values ($1, $2, 'Ada', $3)`,
			[family.box, ada.id, family.wren.id]
		);
		const [early, late] = [
			await send(ada, family),
			await sendLetter(as(ada), { story: family.story }, { body: kindWords })
		];
		await put('update lamplight.guest set withdrawn_at = now() where member_id = $1', [ada.id]);
		await carry(late);
		expect(await words(family.wren, early)).toEqual([kindWords]);
		expect(await words(family.wren, late)).toBeNull();
		expect(await told(ada, late)).toBe('sent');
		expect(await matterOf(late)).toBeUndefined();
	});
	test('speaking of what its reader leaves out lies covered until they open it', async () => {
		const family = await straight();
		await put(`insert into lamplight.left_out (member_id, subject) values ($1, 'faith')`, [
			family.wren.id
		]);
		const letter = await sendLetter(as(kay), { story: family.story }, { body: kindWords }, [
			'faith',
			'nonsense'
		]);
		await carry(letter);
		const covered = (await seen(family.wren, letter))?.letters[0];
		expect(covered).toMatchObject({ leftOut: ['faith'], paragraphs: [] });
		expect((await seen(family.wren, letter, letter))?.letters[0]?.paragraphs).toEqual([kindWords]);
		expect((await seen(family.tom, letter))?.letters[0]?.paragraphs).toEqual([kindWords]);
	});
});
