import { beforeEach, describe, expect, test } from 'vitest';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { makeFamily, type Family } from '../../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../../tests/database/site.ts';
import { addForm, draftForm } from '../schema.ts';
import { draftFor } from './draftFor.server.ts';
import { addKeepsake, putAwayCopy, saveDraft, takeCopy, type Place } from './saveDraft.server.ts';
import { letGoStory, startStory, takeStoryBack } from './startStory.server.ts';

const site = await openTestSite();

let family: Family;
let place: Place;
beforeEach(async () => {
	family = await makeFamily(site);
	const box = family.box as BoxId;
	place = { box, story: await as(family.wren, (tx, viewer) => startStory(tx, viewer, box)) };
});

function as<T>(person: Person, work: (tx: Tx, viewer: SignedIn) => Promise<T>): Promise<T> {
	return asViewer(site.pools.web, person.session, (tx, viewer) => {
		if (!viewer) throw new Error('Nobody is signed in.');
		return work(tx, viewer);
	});
}

type Sending = { title?: string; body: string; revision: number; page?: string; step?: number };
const save = (typed: Sending & { copy?: string | null }, by = family.wren) =>
	as(by, (tx, viewer) => saveDraft(tx, viewer, place, draftForm.parse(typed)));
const found = (by = family.wren) =>
	as(by, (tx, viewer) => draftFor(tx, viewer, place, null, site.now()));
const copies = async () =>
	(
		await site.owner.query<{ title: string; body: string }>(
			'select title, body from lamplight.draft_copy where story_id = $1 order by kept_at',
			[place.story]
		)
	).rows.map(({ body }) => body);

describe('a draft', () => {
	test('is kept as it was typed, and each time has a new revision', async () => {
		expect(await save({ title: ' The car\npark ', body: 'One\r\ntwo\0', revision: 0 })).toEqual({
			revision: 1,
			copy: null
		});
		expect((await found()).draft).toMatchObject({
			title: 'The car park',
			body: 'One\ntwo',
			revision: 1
		});
	});

	test('is its writer’s alone: the other keeper neither finds nor changes it', async () => {
		await save({ body: 'Not yet for anybody.', revision: 0 });
		await expect(found(family.tom)).rejects.toThrow(NotFound);
		await expect(save({ body: 'Mine', revision: 1 }, family.tom)).rejects.toThrow(NotFound);
		const seen = await as(family.tom, (tx) =>
			Promise.all([
				tx.selectFrom('story').where('id', '=', place.story).selectAll().execute(),
				tx.selectFrom('draft').selectAll().execute(),
				tx.selectFrom('draftCopy').selectAll().execute()
			])
		);
		expect(seen).toEqual([[], [], []]);
	});

	test('cannot be begun or found by somebody who does not keep the box', async () => {
		const stranger = await site.person('Mallory');
		await expect(found(stranger)).rejects.toThrow(NotFound);
		await expect(
			as(stranger, (tx, viewer) => startStory(tx, viewer, family.box as BoxId))
		).rejects.toThrow();
	});

	test('too long for one story is said in a sentence, and nothing is cut off', () => {
		const parsed = draftForm.safeParse({ title: 'x'.repeat(301), body: 'y'.repeat(400_001) });
		expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual(['title', 'body']);
		expect(draftForm.safeParse({ body: 'y'.repeat(400_000) }).success).toBe(true);
	});
});

describe('two places at once', () => {
	test('a change that meets another’s is kept beside it: both can be read', async () => {
		await save({ body: 'From the kitchen', revision: 0 });
		const met = await save({ body: 'From the train', revision: 0 });
		expect(met).toEqual({ revision: 1, copy: expect.any(String) as string });
		const { draft, copies: kept } = await found();
		expect(draft.body).toBe('From the kitchen');
		expect(kept.map(({ blocks }) => blocks)).toEqual([
			[{ kind: 'html', html: '<p>From the train</p>' }]
		]);
	});

	test('what goes on in the second place goes into the same copy', async () => {
		await save({ body: 'From the kitchen', revision: 0, page: 'a', step: 1 });
		const { copy } = await save({ body: 'From the', revision: 0, page: 'b', step: 1 });
		await save({ body: 'From the train', revision: 0, page: 'b', step: 2, copy });
		expect(await copies()).toEqual(['From the train']);
		expect((await found()).draft.body).toBe('From the kitchen');
	});

	test('the same words twice are one draft and no copy', async () => {
		await save({ body: 'Once', revision: 0 });
		expect(await save({ body: 'Once', revision: 0 })).toEqual({ revision: 1, copy: null });
		expect(await copies()).toEqual([]);
	});

	test('a page whose answer was lost goes on as if it had come', async () => {
		await save({ body: 'One', revision: 0, page: 'a', step: 1 });
		expect(await save({ body: 'One two', revision: 0, page: 'a', step: 2 })).toEqual({
			revision: 2,
			copy: null
		});
	});

	test('an older state of the same page, arriving late, changes nothing', async () => {
		await save({ body: 'One two', revision: 0, page: 'a', step: 2 });
		await save({ body: 'One', revision: 0, page: 'a', step: 1 });
		expect((await found()).draft.body).toBe('One two');
		expect(await copies()).toEqual([]);
	});

	test('ten saves at the same moment lose nobody’s words', async () => {
		const bodies = Array.from({ length: 10 }, (_, n) => `Version ${n}`);
		await Promise.all(bodies.map((body) => save({ body, revision: 0 })));
		const { draft } = await found();
		expect([draft.body, ...(await copies())].sort()).toEqual(bodies);
	});

	test('taking the copy instead keeps the other as a copy', async () => {
		await save({ body: 'From the kitchen', revision: 0 });
		const { copy } = await save({ body: 'From the train', revision: 0 });
		await as(family.wren, (tx, viewer) => takeCopy(tx, viewer, place, copy ?? ''));
		const { draft } = await found();
		expect(draft).toMatchObject({ body: 'From the train', revision: 2 });
		expect(await copies()).toEqual(['From the kitchen']);
	});

	test('a copy goes only when its writer removes it', async () => {
		await save({ body: 'From the kitchen', revision: 0 });
		const { copy } = await save({ body: 'From the train', revision: 0 });
		const remove = (by: Person) =>
			as(by, (tx, viewer) => putAwayCopy(tx, viewer, place, copy ?? ''));
		await expect(remove(family.tom)).rejects.toThrow(NotFound);
		expect(await copies()).toEqual(['From the train']);
		await remove(family.wren);
		expect(await copies()).toEqual([]);
		expect((await found()).draft.body).toBe('From the kitchen');
	});
});

describe('photographs', () => {
	const add = (typed: Sending & { add: string }) =>
		as(family.wren, (tx, viewer) => addKeepsake(tx, viewer, place, addForm.parse(typed)));

	test('go to the end of what was typed, which is kept', async () => {
		await add({ body: 'Typed.', revision: 0, add: family.photograph });
		expect((await found()).draft.body).toBe(`Typed.\n\n![](keepsake:${family.photograph})\n`);
	});

	test('of another box cannot be put in', async () => {
		const other = await makeFamily(site);
		await expect(add({ body: '', revision: 0, add: other.photograph })).rejects.toThrow(NotFound);
	});

	test('are offered as this keeper has them: covered ones without their picture', async () => {
		await site.owner.query(
			'update lamplight.hold set put_away_at = now() where keepsake_id = $1 and member_id = $2',
			[family.photograph, family.wren.id]
		);
		const { keepsakes } = await found();
		expect(keepsakes).toMatchObject([{ id: family.photograph, covered: true, src: null }]);
	});
});

describe('letting a story go', () => {
	const story = () => ({ box: family.box, story: family.story });

	test('ends what is shared of it at once, and it can be taken back by its writer', async () => {
		await as(family.wren, (tx, viewer) => letGoStory(tx, viewer, story()));
		const { rows } = await site.owner.query(
			'select ended_by from lamplight.share where story_id = $1 and ended_at is not null',
			[family.story]
		);
		expect(rows).toEqual([{ ended_by: family.wren.id }]);
		const told = await as(family.tom, (tx) =>
			tx.selectFrom('notice').select(['kind', 'storyId']).execute()
		);
		expect(told).toEqual([{ kind: 'brought_back', storyId: family.story }]);
		await as(family.wren, (tx, viewer) => takeStoryBack(tx, viewer, story()));
		const back = await as(family.wren, (tx, viewer) =>
			draftFor(tx, viewer, story(), null, site.now())
		);
		expect(back.draft).toMatchObject({ title: 'Hello', letGoAt: null });
	});

	test('is for its writer alone', async () => {
		await expect(as(family.tom, (tx, viewer) => letGoStory(tx, viewer, story()))).rejects.toThrow(
			NotFound
		);
	});
});
