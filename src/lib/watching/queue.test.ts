import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import {
	beginSitting,
	endSitting,
	passOnMatter,
	stepBack,
	takeMatter,
	verifyLog
} from './actions.server.ts';
import { matterPage } from './queries.server.ts';

const site = await openTestSite();
const { as, moderator, lookFirst, queue, report } = watching(site);

let kim: Person;
let lou: Person;
beforeAll(async () => {
	await lookFirst(false);
	[kim, lou] = [await moderator('Kim'), await moderator('Lou')];
});

const shared = () => makeFamily(site, ['anyone']);

describe('the queue', () => {
	test('says what kind of matter it is, and not a word of it', async () => {
		const { story } = await shared();
		const matter = await report(null, story, 'unkind', 'Secret words of a reader.');
		const told = JSON.stringify(await queue(lou));
		expect(told).toContain(matter);
		expect(told).not.toMatch(/Secret|Hello|goodbye|Wren/);
		expect(told).not.toContain(story);
	});
	test('gives a matter to one moderator, whoever else asks at the same moment', async () => {
		for (let turn = 0; turn < 6; turn++) {
			const matter = await report(null, (await shared()).story);
			const came = await Promise.all(
				[kim, lou, kim, lou].map((who) => takeMatter(as(who), matter))
			);
			const held = [came[0], came[1]];
			expect(held.toSorted()).toEqual(['another', 'taken']);
			const [holder, other] = held[0] === 'taken' ? [kim, lou] : [lou, kim];
			expect((await queue(holder)).mine.map(({ id }) => id)).toContain(matter);
			const seen = (await queue(other)).others.find(({ id }) => id === matter);
			expect(seen?.heldByName).toBe(holder.name);
			await expect(matterPage(as(other), matter)).rejects.toThrow(NotFound);
		}
	});
	test('opens nothing new when the sitting is over, and nothing where none was begun', async () => {
		const ash = await moderator('Ash');
		const matter = await report(null, (await shared()).story);
		const doing = (work: typeof beginSitting | typeof endSitting, by: number | Date) =>
			asViewer(site.pools.web, ash.session, async (tx, me) => {
				if (me) await work(tx, me, by as never);
			});
		await doing(endSitting, new Date());
		expect(await takeMatter(as(ash), matter)).toBe('over');
		await doing(beginSitting, 5);
		const later = { ...site, now: () => new Date(Date.now() + 6 * 60_000) };
		expect(await takeMatter({ lamplight: later, session: ash.session }, matter)).toBe('over');
		expect(await takeMatter(as(ash), matter)).toBe('taken');
	});
	test('hands on without a reason: what was passed on, and every matter of a family one knows', async () => {
		const family = await shared();
		const matter = await report(null, family.story);
		await takeMatter(as(kim), matter);
		await passOnMatter(as(kim), matter, 'passed_on');
		expect(await takeMatter(as(kim), matter)).toBe('another');
		await takeMatter(as(lou), matter);
		await passOnMatter(as(lou), matter, 'knows_family');
		const later = await report(null, family.story, 'danger');
		expect(later).not.toBe(matter);
		expect(await takeMatter(as(lou), later)).toBe('another');
		expect(await takeMatter(as(kim), later)).toBe('taken');
		expect((await queue(lou)).waiting.map(({ id }) => id)).not.toContain(later);
	});
	test('leaves out what a moderator stepped back from, for them alone', async () => {
		const ash = await moderator('Ash');
		const matter = await report(null, (await shared()).story, 'selling');
		await asViewer(site.pools.web, ash.session, async (tx, me) => {
			if (me) await stepBack(tx, me, ['selling', 'letter'], new Date());
		});
		expect((await queue(ash)).waiting.map(({ id }) => id)).not.toContain(matter);
		expect((await queue(ash)).aside).toBe(true);
		expect((await queue(kim)).waiting.map(({ id }) => id)).toContain(matter);
		await asViewer(site.pools.web, ash.session, async (tx, me) => {
			if (me) await stepBack(tx, me, ['letter'], new Date());
		});
		expect((await queue(ash)).waiting.map(({ id }) => id)).toContain(matter);
	});
	test('is nobody’s but a moderator’s, and no suspended one’s', async () => {
		const tom = await site.person('Tom');
		const matter = await report(null, (await shared()).story);
		await expect(takeMatter(as(tom), matter)).rejects.toThrow(NotFound);
		await expect(takeMatter(as(null), matter)).rejects.toThrow(NotFound);
		// With the page's own check taken away.
		const direct = (who: Person, text: ReturnType<typeof sql>) =>
			asViewer(site.pools.web, who.session, (tx) => text.execute(tx));
		const { rows } = await direct(
			tom,
			sql`select take_matter(${matter}) as taken, open_matters() as open`
		);
		expect(rows).toEqual([{ taken: false, open: [] }]);
		for (const table of ['matter', 'report', 'matter_step', 'matter_taking', 'matter_sight']) {
			await expect(direct(kim, sql`select * from ${sql.table(table)}`)).rejects.toThrow(
				/permission denied/
			);
		}
		const ash = await moderator('Ash');
		await takeMatter(as(ash), matter);
		await site.owner.query(
			`insert into lamplight.suspension (member_id, reason) values ($1, 'other')`,
			[ash.id]
		);
		await expect(matterPage(as(ash), matter)).rejects.toThrow(NotFound);
	});
});

test('the log of all this is whole', async () => {
	expect((await verifyLog(site)).faults).toEqual([]);
});
