import { beforeAll, describe, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { takeMatter } from '#lib/watching/actions.server.ts';
import { lettersIn } from '../../../tests/database/home.ts';
import { cruelWords, kindWords, writingLetters } from '../../../tests/database/letters.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { answerTrust, appealLetter, chooseWay, passTrusted } from './actions.server.ts';
import { deliverLetter } from './deliver.server.ts';
import { letterBefore, letterSettings, lettersPage } from './queries.server.ts';

const site = await openTestSite();
const { as, openFamily, straight, way, send, words, told, tx, matterOf, block } =
	writingLetters(site);
const { moderator, lookFirst, decide } = watching(site);

let kay: Person;
let kim: Person;
beforeAll(async () => {
	await lookFirst(false);
	[kay, kim] = [await site.person('Kay'), await moderator('Kim')];
});

describe('a letter', () => {
	test('is read first by a moderator where nothing was chosen, and then reaches each keeper', async () => {
		const family = await openFamily();
		const letter = await send(kay, family);
		expect(await words(family.wren, letter)).toBeNull();
		const matter = await matterOf(letter);
		await decide(kim, matter ?? '', 'release', 'as_it_may_be');
		await deliverLetter(site, letter);
		expect(await words(family.wren, letter)).toEqual([kindWords]);
		expect(await words(family.tom, letter)).toEqual([kindWords]);
		const mailed = (await lettersIn(site)).filter(({ template }) => template === 'letter_came');
		expect(mailed.map(({ member }) => member)).toEqual(
			expect.arrayContaining([family.wren.id, family.tom.id])
		);
	});
	test('goes straight to the one keeper who chose so, and waits for the other', async () => {
		const family = await openFamily();
		await way(family.wren, 'straight');
		const letter = await send(kay, family);
		expect(await words(family.wren, letter)).toEqual([kindWords]);
		expect(await words(family.tom, letter)).toBeNull();
	});
	test('that the screen holds reaches nobody before a person has read it, and looks sent to its sender', async () => {
		const family = await straight();
		const [cruel, kind] = [await send(kay, family, cruelWords), await send(kay, family)];
		expect(await words(family.wren, cruel)).toBeNull();
		expect(await matterOf(cruel)).toBeDefined();
		expect(await told(kay, cruel)).toBe('sent');
		expect(await told(kay, kind)).toBe('sent');
	});
	test('that is not passed on is told neutrally and may be appealed once; abuse may not', async () => {
		const family = await straight();
		const held = await send(kay, family, cruelWords);
		await decide(kim, (await matterOf(held)) ?? '', 'remove', 'unkind');
		expect(await told(kay, held)).toBe('may_appeal');
		await appealLetter(as(kay), held);
		expect(await told(kay, held)).toBe('looked_at_again');
		await expect(appealLetter(as(kay), held)).rejects.toThrow(NotFound);
		const lou = await moderator('Lou');
		await decide(lou, (await matterOf(held)) ?? '', 'release', 'misunderstood');
		await deliverLetter(site, held);
		expect(await words(family.wren, held)).toEqual([cruelWords]);

		const abuse = await send(kay, family, cruelWords);
		await decide(kim, (await matterOf(abuse)) ?? '', 'abuse', 'unkind');
		expect(await told(kay, abuse)).toBe('not_passed_on');
		await expect(appealLetter(as(kay), abuse)).rejects.toThrow(NotFound);
	});
	test('a moderator opens a letter only through the matter', async () => {
		const family = await openFamily();
		const letter = await send(kay, family);
		const before = (who: Person) => tx(who, (inTx) => letterBefore(inTx, letter, site.now()));
		const max = await moderator('Max');
		expect(await before(kim)).toBeNull();
		const matter = (await matterOf(letter)) ?? '';
		expect(await takeMatter(as(kim), matter)).toBe('taken');
		expect((await before(kim))?.body).toBe(kindWords);
		expect(await before(max)).toBeNull();
		await decide(kim, matter, 'release', 'as_it_may_be');
		expect(await before(kim)).toBeNull();
	});
	test('comes to a moderator with what the screen thought, which its sender never learns', async () => {
		const family = await straight();
		const letter = await send(kay, family, cruelWords);
		const before = (who: Person) => tx(who, (inTx) => letterBefore(inTx, letter, site.now()));
		expect((await before(kay))?.screened).toBeNull();
		await takeMatter(as(kim), (await matterOf(letter)) ?? '');
		const { body = '', screened } = (await before(kim)) ?? {};
		expect(screened).toMatchObject({ screen: 'hold', concern: 'cruelty' });
		expect(screened?.score).toBeGreaterThanOrEqual(0.5);
		const marked = body.slice(screened?.from ?? 0, screened?.to ?? 0);
		expect(marked).not.toBe('');
		expect(cruelWords).toContain(marked);
	});
	test('that sounds like danger is laid before people at once', async () => {
		const family = await straight();
		const letter = await send(kay, family, 'Thank you. I am going to kill myself tonight.');
		expect(await matterOf(letter, 'danger')).toBeDefined();
		expect(await words(family.wren, letter)).toBeNull();
	});
	test('goes first to the person a keeper trusts, once that person said yes', async () => {
		const family = await openFamily();
		await chooseWay(as(family.wren), 'trusted', family.tom.id);
		await way(family.tom, 'straight');
		const early = await send(kay, family);
		expect(await matterOf(early)).toBeDefined();
		const { asked } = await tx(family.tom, (inTx, me) => letterSettings(inTx, me, site.now()));
		await answerTrust(as(family.tom), asked[0]?.id ?? '', true);

		const [letter, other] = [await send(kay, family), await send(kay, family)];
		const first = await tx(family.tom, (inTx, me) => lettersPage(inTx, me, site.now()));
		expect(first.toReadFirst.map(({ name }) => name)).toEqual(['Wren', 'Wren']);
		expect(JSON.stringify(first)).not.toContain(family.wren.id);
		const [copy = '', another = ''] = first.toReadFirst.map((each) => each.copy);
		await expect(passTrusted(as(kay), copy, true)).rejects.toThrow(NotFound);
		await passTrusted(as(family.tom), copy, true);
		await passTrusted(as(family.tom), another, false);
		await deliverLetter(site, letter);
		expect(await words(family.wren, letter)).toEqual([kindWords]);
		expect(await words(family.wren, other)).toBeNull();
		expect(await told(kay, other)).toBe('sent');
		await expect(passTrusted(as(family.tom), copy, true)).rejects.toThrow(NotFound);
	});
	test('is read first no more by somebody who is blocked, whatever lay before them', async () => {
		const [family, ines] = [await openFamily(), await site.person('Ines')];
		await chooseWay(as(family.wren), 'trusted', family.tom.id);
		const { asked } = await tx(family.tom, (inTx, me) => letterSettings(inTx, me, site.now()));
		await answerTrust(as(family.tom), asked[0]?.id ?? '', true);
		const reads = (letter: string) =>
			tx(family.tom, (inTx) =>
				inTx.selectFrom('letter').where('id', '=', letter).select('body').execute()
			);
		const before = await send(ines, family);
		expect(await reads(before)).toHaveLength(1);
		const { toReadFirst } = await tx(family.tom, (inTx, me) => lettersPage(inTx, me, site.now()));
		await block(family.wren, family.tom);
		expect(await reads(before)).toEqual([]);
		await expect(passTrusted(as(family.tom), toReadFirst[0]?.copy ?? '', true)).rejects.toThrow(
			NotFound
		);
		expect(await matterOf(before)).toBeDefined();
		expect(await reads(await send(ines, family))).toEqual([]);
	});
});
