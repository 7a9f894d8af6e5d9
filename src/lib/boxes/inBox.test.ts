import { expect, test } from 'vitest';
import type { BoxId } from '#lib/rules/facts.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { coversOf } from './boxFace.server.ts';
import { thingsIn, type Shelf } from './inBox.server.ts';

const site = await openTestSite();

function look(person: Person, box: string, shelf: Shelf = 'everything', before?: string | null) {
	return asViewer(site.pools.web, person.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		const asked = { shelf, before: before ?? null };
		const page = await thingsIn(tx, viewer, box as BoxId, asked, new Date());
		return { ...page, covers: await coversOf(tx, viewer, box as BoxId) };
	});
}

async function addWords(box: string, by: string, count: number, scope = 'box') {
	await site.owner.query(
		`insert into lamplight.keepsake (box_id, put_in_by, scope, kind, words, put_in_at)
		select $1, $2, $4, 'words', n::text, now() - n * interval '1 microsecond'
		from generate_series(1, $3) n`,
		[box, by, count, scope]
	);
}

test('everything is found, newest first, page after page, and the last page ends', async () => {
	const { wren, box } = await makeFamily(site);
	await addWords(box, wren.id, 140);
	const found: string[] = [];
	let before: string | null = null;
	let pages = 0;
	do {
		const page: Awaited<ReturnType<typeof look>> = await look(wren, box, 'words', before);
		found.push(
			...page.things.map((thing) => (thing.type === 'keepsake' ? (thing.face.words ?? '') : ''))
		);
		before = page.earlier;
		pages++;
	} while (before);
	expect(found).toEqual(Array.from({ length: 140 }, (_, index) => String(index + 1)));
	expect(pages).toBe(3);
});

test('a shelf holds its own kind; everything holds all of them', async () => {
	const { wren, box, photograph, story } = await makeFamily(site);
	await addWords(box, wren.id, 1);
	const ids = async (shelf: Shelf) => (await look(wren, box, shelf)).things.map(({ id }) => id);
	expect(await ids('photographs')).toEqual([photograph]);
	expect(await ids('stories')).toEqual([story]);
	expect(await ids('words')).toHaveLength(1);
	expect(await ids('everything')).toHaveLength(3);
});

test('what is for one keeper alone is not on the other’s page', async () => {
	const { wren, tom, box } = await makeFamily(site);
	await addWords(box, wren.id, 2, 'mine');
	expect((await look(wren, box, 'words')).things).toHaveLength(2);
	expect((await look(tom, box, 'words')).things).toEqual([]);
});

test('what one removed stands with what they removed, and with the other as before', async () => {
	const { wren, tom, box, photograph } = await makeFamily(site);
	await site.owner.query(
		'update lamplight.hold set let_go_at = now() where keepsake_id = $1 and member_id = $2',
		[photograph, wren.id]
	);
	expect((await look(wren, box, 'photographs')).things).toEqual([]);
	const removed = await look(wren, box, 'removed');
	expect(removed.things.map(({ id }) => id)).toEqual([photograph]);
	expect(removed.covers.removed).toBe(true);
	const tomsPage = await look(tom, box, 'photographs');
	expect(tomsPage.things.map(({ id }) => id)).toEqual([photograph]);
	expect(tomsPage.covers).toEqual({ unopened: true, removed: false });
});

test('what nobody holds any more is on no page but that of those who can take it back', async () => {
	const { wren, tom, box, photograph } = await makeFamily(site);
	await site.owner.query(
		`update lamplight.hold set let_go_at = now() - interval '40 days' where keepsake_id = $1`,
		[photograph]
	);
	const release = (days: number) =>
		site.owner.query(
			`update lamplight.keepsake set released_at = now() - $2 * interval '1 day' where id = $1`,
			[photograph, days]
		);
	await release(10);
	for (const person of [wren, tom]) {
		expect((await look(person, box, 'photographs')).things).toEqual([]);
		expect((await look(person, box, 'removed')).things).toHaveLength(1);
	}
	await release(31);
	expect((await look(wren, box, 'removed')).things).toEqual([]);
});

test('a page asked for by a broken address is the first one', async () => {
	const { wren, box } = await makeFamily(site);
	expect((await look(wren, box, 'everything', "1'; --")).things).toHaveLength(2);
});
