import { beforeAll, describe, expect, test } from 'vitest';
import { cruelWords, writingLetters } from '../../../tests/database/letters.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';

const site = await openTestSite();
const { put, straight, send } = writingLetters(site);
const { lookFirst } = watching(site);

let kay: Person;
beforeAll(async () => {
	await lookFirst(false);
	kay = await site.person('Kay');
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
