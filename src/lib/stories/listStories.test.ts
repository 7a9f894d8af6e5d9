import { expect, test } from 'vitest';
import { makeFamily, type Family } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { listStories } from './listStories.server.ts';
import { readStory, type Asking } from './readStory.server.ts';

const site = await openTestSite();

const asking = (who: Person | null): Asking => ({
	lamplight: site,
	session: who?.session ?? null,
	visit: null
});
const put = (text: string, values: unknown[]) => site.owner.query(text, values);

async function listed(who: Person | null): Promise<string[]> {
	const found: string[] = [];
	let from: string | null = null;
	do {
		const { stories, older } = await listStories(asking(who), from);
		found.push(...stories.map(({ storyId }) => storyId));
		from = older;
	} while (from);
	return found;
}

const canRead = (who: Person | null, story: string) =>
	readStory(asking(who), story).then(
		() => true,
		() => false
	);

test('the list has just those stories that the same reader can open and may come upon', async () => {
	const families: Family[] = [];
	for (const audiences of [
		['anyone'],
		['peers'],
		['family'],
		['family', 'peers'],
		['anyone', 'peers']
	])
		families.push(await makeFamily(site, audiences as ('anyone' | 'peers' | 'family')[]));
	const ended: [string, string][] = [
		['update lamplight.share set ended_at = now() where story_id = $1', 'anyone'],
		[`insert into lamplight.takedown (story_id, reason) values ($1, 'made up')`, 'peers'],
		['update lamplight.story set let_go_at = now() where id = $1', 'anyone'],
		[
			`update lamplight.keeper set left_at = now() where member_id =
				(select agreed_by[2] from lamplight.share where story_id = $1)`,
			'peers'
		]
	];
	for (const [end, audience] of ended) {
		const family = await makeFamily(site, [audience as 'anyone' | 'peers']);
		await put(end, [family.story]);
		families.push(family);
	}
	// Whoever blocked somebody has left, and the other agreed anew without them: it is for peers again.
	const anew = await makeFamily(site, ['peers']);
	families.push(anew);
	await put(
		`update lamplight.keeper set left_at = now() - interval '1 hour' where member_id = $1`,
		[anew.tom.id]
	);
	await put(`update lamplight.keeper set joined_at = now() - interval '1 day' where box_id = $1`, [
		anew.box
	]);
	await put('update lamplight.share set agreed_by = array[$1::uuid] where id = $2', [
		...[anew.wren.id, anew.share]
	]);
	const [peer, guest, blocked, suspended] = [
		await site.person('Noor'),
		await site.person('Iris'),
		await site.person('Bo'),
		await site.person('Sam')
	];
	for (const { id } of [peer, blocked, suspended]) {
		await put('insert into lamplight.peer_welcome (member_id) values ($1)', [id]);
	}
	await put(`insert into lamplight.suspension (member_id, reason) values ($1, 'made up')`, [
		suspended.id
	]);
	for (const { box, tom } of families) {
		await put(
			`insert into lamplight.guest (box_id, member_id, name) values ($1, $2, 'Iris'), ($1, $3, 'Sam')`,
			[box, guest.id, suspended.id]
		);
		await put(
			`insert into lamplight.block (blocker_id, member_id, blocked_at)
				values ($1, $2, now() - interval '2 hours')`,
			[tom.id, blocked.id]
		);
	}
	const counts = [];
	// A block ends meeting, also of what anyone may read.
	expect(await listed(blocked)).toEqual([anew.story]);
	for (const who of [null, peer, guest, suspended, await site.person('Nobody')]) {
		const list = await listed(who);
		counts.push(list.length);
		for (const { story } of families) {
			expect([who?.name, story, list.includes(story)]).toEqual([
				...[who?.name, story, await canRead(who, story)]
			]);
		}
	}
	expect(counts).toEqual([2, 5, 4, 2, 2]);
});

test('what was not to be found is in nobody’s list but the family’s, and can be read by its address', async () => {
	const quiet = await makeFamily(site, ['anyone', 'family']);
	const iris = await site.person('Iris');
	await put(`insert into lamplight.guest (box_id, member_id, name) values ($1, $2, 'Iris')`, [
		...[quiet.box, iris.id]
	]);
	expect(await listed(null)).toContain(quiet.story);
	await put(
		`insert into lamplight.narrowing (story_id, setting, narrowed_by) values ($1, 'findable', $2)`,
		[quiet.story, quiet.tom.id]
	);
	expect(await listed(null)).not.toContain(quiet.story);
	expect(await listed(quiet.wren)).not.toContain(quiet.story);
	expect(await listed(iris)).toContain(quiet.story);
	expect(await canRead(null, quiet.story)).toBe(true);
});

test('what a reader leaves out is in no list of theirs, and whoever they blocked is not either', async () => {
	const [one, other] = [await makeFamily(site), await makeFamily(site)];
	const bo = await site.person('Bo');
	expect(await listed(bo)).toEqual(expect.arrayContaining([one.story, other.story]));
	await put(`insert into lamplight.left_out (member_id, subject) values ($1, 'faith')`, [bo.id]);
	await put(
		`insert into lamplight.subject_mark (story_id, subject, marked_by) values ($1, 'faith', $2)`,
		[one.story, one.wren.id]
	);
	await put('insert into lamplight.block (blocker_id, member_id) values ($1, $2)', [
		...[bo.id, other.tom.id]
	]);
	const list = await listed(bo);
	expect([one.story, other.story].filter((each) => list.includes(each))).toEqual([]);
	expect(await listed(null)).toEqual(expect.arrayContaining([one.story, other.story]));
});

test('it goes on page by page to the end, each story once, also those agreed at one moment', async () => {
	const before = (await listed(null)).length;
	const stories: string[] = [];
	for (let n = 0; n < 45; n += 1) stories.push((await makeFamily(site, ['anyone'])).story);
	await put(
		`update lamplight.share set agreed_at = '2020-02-29 08:15:00.123456+00' where story_id = any ($1)`,
		[stories]
	);
	await put(
		`update lamplight.keeper set joined_at = '2019-01-01' where box_id in
			(select box_id from lamplight.share where story_id = any ($1))`,
		[stories]
	);
	const list = await listed(null);
	expect(list).toHaveLength(before + 45);
	expect(new Set(list).size).toBe(before + 45);
	const { stories: first, older } = await listStories(asking(null), null);
	expect(first).toHaveLength(20);
	expect(older).not.toBeNull();
});

test('a cursor that is not ours begins at the beginning', async () => {
	const first = await listStories(asking(null), null);
	const cursors = ['2020-99-99T00:00:00+00:00_x', `infinity_${'0'.repeat(36)}`, '', 'x', '\0'];
	for (const day of ['2030-02-30', '2030-13-01', '0000-00-00'])
		cursors.push(`${day}T00:00:00+00:00_${'-'.repeat(36)}`);
	for (const from of cursors) expect(await listStories(asking(null), from)).toEqual(first);
});

test('it tells a title, how a story begins, and the names; to a guest that it is for family', async () => {
	const family = await makeFamily(site, ['family']);
	const guest = await site.person('Rosa');
	await put(`insert into lamplight.guest (box_id, member_id, name) values ($1, $2, 'Rosa')`, [
		family.box,
		guest.id
	]);
	const { stories, viewer } = await listStories(asking(guest), null);
	expect(viewer?.name).toBe('Rosa');
	expect(stories.find(({ storyId }) => storyId === family.story)).toEqual({
		storyId: family.story,
		title: 'Hello',
		byline: 'Wren and Tom',
		opening: 'And goodbye.',
		audiences: ['family']
	});
});
