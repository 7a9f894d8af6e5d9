import { beforeAll, describe, expect, test } from 'vitest';
import { liftBlock } from '#lib/people/actions.server.ts';
import { peopleOf } from '#lib/people/queries.server.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { lettersIn } from '../../../tests/database/home.ts';
import { cruelWords, kindWords, writingLetters } from '../../../tests/database/letters.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { appealMatter, takeMatter } from '#lib/watching/actions.server.ts';
import {
	answerTrust,
	appealLetter,
	blockWriter,
	chooseWay,
	endLetters,
	keepDraft,
	keepFace,
	passTrusted,
	reportLetter,
	sayName,
	sayWithYou,
	sendLetter,
	takeBackName,
	takeBackWithYou,
	takeCopy,
	throwDraftAway
} from './actions.server.ts';
import { deliverLetter } from './deliver.server.ts';
import { letterBefore, letterSettings, lettersPage, withUs } from './queries.server.ts';
import { writingAt } from './drafts.server.ts';

const site = await openTestSite();
const { as, put, openFamily, allow, way, send, answer, by, seen, tx, matterOf, block, suspend } =
	writingLetters(site);
const { moderator, lookFirst, decide } = watching(site);

let kay: Person;
let kim: Person;
beforeAll(async () => {
	await lookFirst(false);
	[kay, kim] = [await site.person('Kay'), await moderator('Kim')];
});

/** A family that both have letters straight once screened. */
async function straight() {
	const family = await openFamily();
	await way(family.wren, 'straight');
	await way(family.tom, 'straight');
	return family;
}
const words = async (who: Person, root: string) =>
	(await seen(who, root))?.letters.flatMap(({ paragraphs }) => paragraphs) ?? null;
const told = async (who: Person, letter: string) =>
	(await seen(who, letter))?.letters.find(({ id }) => id === letter)?.told;
const kept = (who: Person, { story }: { story: string }) =>
	tx(who, (inTx) => writingAt(inTx, { storyId: story, rootId: null, toId: null }));
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
		await writingLetters(site).carry(letter);
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
	test('is kept as it is typed, gone from the drafts once sent, and not many a day', async () => {
		const family = await straight();
		const ines = await site.person('Ines');
		const place = { story: family.story };
		await keepDraft(as(ines), place, { body: 'Dear', revision: 0 });
		await keepDraft(as(ines), place, { body: 'Dear both,', revision: 1 });
		expect((await kept(ines, family)).draft).toEqual({ body: 'Dear both,', revision: 2 });
		expect(
			await tx(family.wren, (inTx) => inTx.selectFrom('letterDraft').selectAll().execute())
		).toEqual([]);
		await sendLetter(as(ines), place, { body: kindWords, revision: 2 });
		// What was on its way to be kept arrives after that.
		await keepDraft(as(ines), place, { body: kindWords, revision: 2, page: 'a', step: 1 });
		expect(await kept(ines, family)).toEqual({ draft: { body: '', revision: 0 }, copies: [] });
		for (let at = 1; at < 20; at++) await sendLetter(as(ines), place, { body: kindWords });
		await expect(sendLetter(as(ines), place, { body: 'One more.' })).rejects.toThrow(NotRight);
		expect((await kept(ines, family)).draft.body).toBe('One more.');
	});
	test('typed in two pages at once is kept as both typed it, and sending one leaves the other', async () => {
		const family = await straight();
		const [ines, place] = [await site.person('Ines'), { story: family.story }];
		const one = { page: 'one', revision: 0 };
		const other = { page: 'other', revision: 0 };
		await keepDraft(as(ines), place, { ...one, body: 'Dear Wren,', step: 1 });
		const { copy } = await keepDraft(as(ines), place, { ...other, body: 'Dear both,', step: 1 });
		expect(copy).not.toBeNull();
		await keepDraft(as(ines), place, { ...one, body: 'Dear Wren, hello.', step: 3 });
		await keepDraft(as(ines), place, { ...one, body: 'Dear Wren, hel', step: 2 });
		await keepDraft(as(ines), place, { ...other, copy, body: 'Dear both, hello.', step: 2 });
		const both = await kept(ines, family);
		expect(both.draft.body).toBe('Dear Wren, hello.');
		expect(both.copies).toMatchObject([{ id: copy, paragraphs: ['Dear both, hello.'] }]);
		await takeCopy(as(ines), place, copy ?? '');
		const turned = await kept(ines, family);
		expect(turned.draft.body).toBe('Dear both, hello.');
		expect(turned.copies.map(({ paragraphs }) => paragraphs)).toEqual([['Dear Wren, hello.']]);
		await sendLetter(as(ines), place, {
			body: 'Dear both, hello.',
			revision: turned.draft.revision
		});
		const left = await kept(ines, family);
		expect(left.draft.body).toBe('');
		expect(left.copies.map(({ paragraphs }) => paragraphs)).toEqual([['Dear Wren, hello.']]);
		const list = await tx(ines, (inTx, me) => lettersPage(inTx, me, site.now()));
		expect(list.drafts.map(({ href }) => href)).toEqual([`/story/${family.story}/letter`]);
		await expect(takeCopy(as(kay), place, left.copies[0]?.id ?? '')).rejects.toThrow(NotFound);
		await throwDraftAway(as(ines), place, left.copies[0]?.id);
		expect((await kept(ines, family)).copies).toEqual([]);
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
		await writingLetters(site).carry(late);
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
		await writingLetters(site).carry(letter);
		const covered = (await seen(family.wren, letter))?.letters[0];
		expect(covered).toMatchObject({ leftOut: ['faith'], paragraphs: [] });
		expect((await seen(family.wren, letter, letter))?.letters[0]?.paragraphs).toEqual([kindWords]);
		expect((await seen(family.tom, letter))?.letters[0]?.paragraphs).toEqual([kindWords]);
	});
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
		const last = await answer(ines, root, family.wren, 'Are you there?');
		expect(await told(ines, root)).toBe('sent');
		expect((await seen(ines, root))?.partners[0]?.ended).toBe(false);
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

describe('what the screen learns', () => {
	const rows = async (letter: string) =>
		(await put('select * from lamplight.letter_seen where letter_id = $1', [letter])).rows;
	test('is nothing, unless the host said so; then numbers that go with the letter', async () => {
		const family = await straight();
		expect(await rows(await send(kay, family, cruelWords))).toEqual([]);
		await put(
			`insert into lamplight.site_setting (key, value) values ('screen_learns', 'true')
			on conflict (key) do update set value = 'true'`,
			[]
		);
		const letter = await send(kay, family, cruelWords);
		const [seenOnce] = await rows(letter);
		expect(Object.keys(seenOnce)).toEqual(['letter_id', 'meaning', 'vectors', 'signs']);
		await put('delete from lamplight.letter where id = $1', [letter]);
		expect(await rows(letter)).toEqual([]);
		const other = await send(kay, family, cruelWords);
		await put(`update lamplight.site_setting set value = 'false' where key = 'screen_learns'`, []);
		await send(kay, family);
		expect(await rows(other)).toEqual([]);
	});
});
