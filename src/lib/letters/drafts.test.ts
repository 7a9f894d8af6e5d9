import { beforeAll, describe, expect, test } from 'vitest';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { kindWords, writingLetters } from '../../../tests/database/letters.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { keepDraft, sendLetter, takeCopy, throwDraftAway } from './actions.server.ts';
import { lettersPage } from './queries.server.ts';
import { writingAt } from './drafts.server.ts';

const site = await openTestSite();
const { as, straight, tx } = writingLetters(site);
const { lookFirst } = watching(site);

let kay: Person;
beforeAll(async () => {
	await lookFirst(false);
	kay = await site.person('Kay');
});

const kept = (who: Person, { story }: { story: string }) =>
	tx(who, (inTx) => writingAt(inTx, { storyId: story, rootId: null, toId: null }));

describe('a letter', () => {
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
});
