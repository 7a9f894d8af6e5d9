import { beforeAll, describe, expect, test } from 'vitest';
import { liftBlock } from '#lib/people/actions.server.ts';
import { peopleOf } from '#lib/people/queries.server.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { NotFound } from '#lib/server/failures.ts';
import { appealMatter, takeMatter } from '#lib/watching/actions.server.ts';
import { lettersIn } from '../../../tests/database/home.ts';
import { kindWords, writingLetters } from '../../../tests/database/letters.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import {
	blockWriter,
	endLetters,
	keepDraft,
	keepFace,
	reportLetter,
	sayName,
	sendLetter,
	takeBackName
} from './actions.server.ts';
import { letterBefore, lettersPage } from './queries.server.ts';

const site = await openTestSite();
const { as, put, straight, send, answer, by, seen, words, told, tx, matterOf } =
	writingLetters(site);
const { moderator, lookFirst, decide } = watching(site);

let kay: Person;
let kim: Person;
beforeAll(async () => {
	await lookFirst(false);
	[kay, kim] = [await site.person('Kay'), await moderator('Kim')];
});

describe('a correspondence', () => {
	test('is between whoever wrote and the keeper who answered, and not the other keeper’s', async () => {
		const family = await straight();
		const ines = await site.person('Ines');
		const root = await send(ines, family);
		await answer(family.wren, root, ines, 'Thank you for writing.');
		expect(await words(ines, root)).toEqual([kindWords, 'Thank you for writing.']);
		await answer(ines, root, family.wren, 'I am glad.');
		expect(await words(family.wren, root)).toEqual([
			kindWords,
			'Thank you for writing.',
			'I am glad.'
		]);
		expect(await words(family.tom, root)).toEqual([kindWords]);
		await expect(answer(ines, root, family.tom)).rejects.toThrow(NotFound);
		await expect(answer(kay, root, family.wren)).rejects.toThrow(NotFound);
	});
	test('names nobody by an id that would tell them again in another story', async () => {
		const [family, other] = [await straight(), await straight()];
		const ines = await site.person('Ines');
		const roots = [await send(ines, family), await send(ines, other)];
		await answer(family.wren, roots[0] ?? '', ines);
		const people = [ines, family.wren, family.tom, other.wren].map(({ id }) => id);
		for (const [who, root = ''] of [
			[family.wren, roots[0]],
			[other.wren, roots[1]],
			[ines, roots[0]]
		] as const) {
			const page = JSON.stringify([
				await seen(who, root),
				await tx(who, (inTx, me) => lettersPage(inTx, me, site.now()))
			]);
			for (const id of people) expect(page).not.toContain(id);
		}
	});
	test('shows names once both have said so, and no longer than both do', async () => {
		const family = await straight();
		const ines = await site.person('Ines');
		const root = await send(ines, family);
		await answer(family.wren, root, ines);
		const name = async (who: Person) => (await seen(who, root))?.partners[0]?.name ?? null;
		expect(await name(ines)).toBeNull();
		await sayName(as(ines), root, await by(family.wren, root));
		expect([await name(ines), await name(family.wren)]).toEqual([null, null]);
		await sayName(as(family.wren), root, root);
		expect([await name(ines), await name(family.wren)]).toEqual(['Wren', 'Ines']);
		expect(await name(family.tom)).toBeNull();
		await takeBackName(as(ines), root, await by(family.wren, root));
		expect([await name(ines), await name(family.wren)]).toEqual([null, null]);
	});
	test('is ended by either, for good, and what was written stays', async () => {
		const family = await straight();
		const ines = await site.person('Ines');
		const root = await send(ines, family);
		await answer(family.wren, root, ines);
		const toWren = { root, answers: (await seen(ines, root))?.partners[0]?.letter ?? '' };
		await keepDraft(as(ines), toWren, { body: 'Half a line' });
		await endLetters(as(family.wren), root);
		await expect(answer(ines, root, family.wren)).rejects.toThrow(NotFound);
		expect((await seen(ines, root))?.partners[0]).toMatchObject({
			...{ ended: true, open: false },
			writing: { draft: { body: 'Half a line' } }
		});
		expect(await words(ines, root)).toHaveLength(2);
		// The other keeper goes on by himself.
		await answer(family.tom, root, ines, 'Tom here.');
		expect(await words(ines, root)).toContain('Tom here.');
	});
	test('is ended silently by a block: whoever is blocked writes on, and nothing arrives', async () => {
		const family = await straight();
		const ines = await site.person('Ines');
		const root = await send(ines, family);
		await answer(family.wren, root, ines);
		await blockWriter(as(family.wren), root);
		expect((await seen(family.wren, root))?.partners[0]).toMatchObject({
			blocked: true,
			open: false
		});
		const last = await answer(ines, root, family.wren, 'Are you there?');
		expect(await told(ines, root)).toBe('sent');
		const unnoticed = { ended: false, blocked: false, open: true };
		expect((await seen(ines, root))?.partners[0]).toMatchObject(unnoticed);
		expect((await seen(family.wren, root))?.letters.map(({ id }) => id)).not.toContain(last);
		expect(await send(ines, family).then((id) => words(family.tom, id))).toBeNull();
	});
	test('ended by a block leaves its writer as unnamed as they were, though the family knows them', async () => {
		const [family, ada] = [await straight(), await site.person('Ada')];
		await put(
			`insert into lamplight.guest (box_id, member_id, name, invited_by) values ($1, $2, 'Ada', $3)`,
			[family.box, ada.id, family.wren.id]
		);
		const root = await send(ada, family);
		await blockWriter(as(family.wren), root);
		const { blocked } = await tx(family.wren, (inTx, me) =>
			peopleOf(inTx, me, family.box as BoxId, site.now())
		);
		expect(blocked).toMatchObject([{ name: null }]);
		expect(JSON.stringify(blocked)).not.toContain(ada.id);
		await liftBlock(as(family.wren), family.box, blocked[0]?.id ?? '');
		expect(await send(ada, family).then((id) => words(family.wren, id))).toEqual([kindWords]);
	});
	test('can be told of to those who look after the place, who then read that letter alone', async () => {
		const family = await straight();
		const ines = await site.person('Ines');
		const root = await send(ines, family);
		const next = await answer(family.wren, root, ines);
		await reportLetter(as(family.wren), root, { concern: 'selling', words: 'Look.' });
		const matter = (await matterOf(root, 'report')) ?? '';
		await takeMatter(as(kim), matter);
		const before = (letter: string) => tx(kim, (inTx) => letterBefore(inTx, letter, site.now()));
		expect((await before(root))?.body).toBe(kindWords);
		expect(await before(next)).toBeNull();
		await expect(reportLetter(as(ines), root, { concern: 'other', words: '' })).rejects.toThrow(
			NotFound
		);
		await decide(kim, matter, 'release', 'as_it_may_be');
	});
	test('that was told of is nobody else’s to hear of: not its writer’s, and not another keeper’s', async () => {
		const family = await straight();
		const ines = await site.person('Ines');
		const root = await send(ines, family);
		await reportLetter(as(family.wren), root, { concern: 'unkind', words: '' });
		const matter = (await matterOf(root, 'report')) ?? '';
		await decide(kim, matter, 'remove', 'unkind');
		const here = [family.wren.id, family.tom.id, ines.id] as string[];
		const mailed = (await lettersIn(site)).filter(
			({ template, member }) => template === 'matter_decided' && here.includes(member)
		);
		expect(mailed.map(({ member }) => member)).toEqual([family.wren.id]);
		for (const who of [ines, family.tom]) {
			await expect(appealMatter(as(who), matter, 'Why?')).rejects.toThrow(NotFound);
		}
	});
	test('says the title of its story only to those whom the story still reaches', async () => {
		const [family, ines] = [await straight(), await site.person('Ines')];
		const root = await send(ines, family);
		expect((await seen(ines, root))?.about).toBe('Hello');
		await put(
			'update lamplight.share set to_family = true, to_peers = false, to_anyone = false where id = $1',
			[family.share]
		);
		expect((await seen(ines, root))?.about).toBeNull();
		expect((await seen(family.wren, root))?.about).toBe('Hello');
	});
	test('outlives the account of one of them for the other, without anything of who they were', async () => {
		const family = await straight();
		const ines = await site.person('Ines');
		await keepFace(as(ines), { weeks: 20, year: 2016 });
		const [root, waits] = [
			await send(ines, family),
			await sendLetter(as(ines), { story: family.story }, { body: kindWords })
		];
		await put(`update lamplight.member set ended_at = now(), name = '' where id = $1`, [ines.id]);
		const kept = await seen(family.wren, root);
		expect(kept?.letters[0]?.from).toBe('somebody who read your story');
		const { rows } = await put('select 1 from lamplight.letter where id = $1', [waits]);
		expect(rows).toEqual([]);
	});
});
