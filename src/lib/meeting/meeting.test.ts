import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { makeFamily, type Family } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { listStories } from '#lib/stories/listStories.server.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { leaveOut, liftMark, markSubject } from './actions.server.ts';
import { countOthers } from './others.server.ts';
import { leftOut, othersWith } from './queries.server.ts';

const site = await openTestSite();
const put = (text: string, values: unknown[]) => site.owner.query(text, values);

const as = <T>(who: Person, work: Parameters<typeof asViewer<T>>[2]) =>
	asViewer(site.pools.web, who.session, work);
const listed = async (who: Person | null, leavesOut: string[] = []) => {
	const asking = { lamplight: site, session: who?.session ?? null, visit: null, leavesOut };
	const { stories } = await listStories(asking, null);
	return stories.map(({ storyId }) => storyId);
};

/** A family whose story shows what happened; `findable` or not. */
async function livedBy(happened: string, findable = true): Promise<Family> {
	const family = await makeFamily(site, ['peers']);
	const lived = { happened: [happened] };
	await put('update lamplight.story_version set findable = $2, lived = $3 where id = $1', [
		...[family.version, findable, lived]
	]);
	await put('update lamplight.share set findable = $2, lived = $3 where id = $1', [
		...[family.share, findable, lived]
	]);
	return family;
}

let moderator: Person;
beforeAll(async () => {
	await put(`insert into lamplight.site_setting (key, value) values ('first_look', 'false')`, []);
	moderator = await site.person('Mo');
	await put('insert into lamplight.moderator (member_id) values ($1)', [moderator.id]);
});

test('a subject is left out once: kept for whoever is signed in, and on this device for others', async () => {
	const { story, box, wren } = await makeFamily(site);
	await put(
		`insert into lamplight.narrowing (story_id, setting, what, narrowed_by) values ($1, 'subject', 'faith', $2)`,
		[story, wren.id]
	);
	const bo = await site.person('Bo');
	expect(await listed(bo)).toContain(story);
	await as(bo, async (tx, viewer) => viewer && leaveOut(tx, viewer, ['faith']));
	expect(await as(bo, (tx) => leftOut(tx))).toEqual(['faith']);
	expect(await listed(bo)).not.toContain(story);
	await as(bo, async (tx, viewer) => viewer && leaveOut(tx, viewer, ['birth']));
	expect(await listed(bo)).toContain(story);
	expect(await listed(null, ['faith', 'birth'])).not.toContain(story);
	expect(await listed(null, ['birth'])).toContain(story);
	// What a device leaves out is not laid over what somebody keeps.
	expect(await listed(bo, ['faith'])).toContain(story);
	expect(box).toBeTruthy();
});

test('what somebody leaves out is seen by nobody else', async () => {
	const [bo, other] = [await site.person('Bo'), await site.person('Ann')];
	await as(bo, async (tx, viewer) => viewer && leaveOut(tx, viewer, ['faith']));
	expect(await as(other, (tx) => leftOut(tx))).toEqual([]);
	await expect(
		as(other, (tx) =>
			tx.insertInto('leftOut').values({ memberId: bo.id, subject: 'birth' }).execute()
		)
	).rejects.toThrow(/row-level security/);
});

test('a moderator marks what a story speaks of, and it stays until it is lifted; nobody else can', async () => {
	const { story, wren, tom } = await makeFamily(site);
	for (const who of [wren, tom, await site.person('Bo')]) {
		const mark = as(who, (tx) => markSubject(tx, story, 'faith', 'it is about prayer'));
		await expect(mark).rejects.toThrow(/not found/);
	}
	await as(moderator, (tx) => markSubject(tx, story, 'faith', 'it is about prayer'));
	await as(moderator, (tx) => markSubject(tx, story, 'faith', 'said twice'));
	expect(await listed(null, ['faith'])).not.toContain(story);
	const { rows } = await put(
		'select subject, why, marked_by from lamplight.subject_mark where story_id = $1',
		[story]
	);
	expect(rows).toEqual([{ subject: 'faith', why: 'it is about prayer', marked_by: moderator.id }]);
	await as(moderator, (tx) => liftMark(tx, story, 'faith'));
	expect(await listed(null, ['faith'])).toContain(story);
});

test('a moderator marks nothing that they could not read', async () => {
	const { story } = await makeFamily(site, ['family']);
	const mark = as(moderator, (tx) => markSubject(tx, story, 'faith', ''));
	await expect(mark).rejects.toThrow(/not found/);
});

test('others have been through it from ten others on, and many from a hundred; below, no word', async () => {
	const reader = await site.person('Ines');
	const said = async () =>
		(await as(reader, (tx) => othersWith(tx, { happened: ['ectopic', 'molar'] }))).map(
			({ fact, word }) => `${fact} ${word}`
		);
	for (let n = 0; n < 10; n++) await livedBy('ectopic');
	await livedBy('ectopic', false);
	await countOthers(site);
	expect(await said()).toEqual([]);
	const eleventh = await livedBy('ectopic');
	// No word changes with the story that makes it true, but with the day.
	expect(await said()).toEqual([]);
	await countOthers(site);
	expect(await said()).toEqual(['happened:ectopic others']);
	await put('update lamplight.share set ended_at = now() where id = $1', [eleventh.share]);
	await countOthers(site);
	expect(await said()).toEqual([]);
	for (let n = 0; n < 91; n++) await livedBy('ectopic');
	await countOthers(site);
	expect(await said()).toEqual(['happened:ectopic many']);
});

test('a reader of a story is told so beside what it shows, in a word and never a number', async () => {
	const reader = await site.person('Noor');
	await put('insert into lamplight.peer_welcome (member_id) values ($1)', [reader.id]);
	const { story, share } = await livedBy('ectopic');
	const reads = async () => {
		const asking = { lamplight: site, session: reader.session, visit: null };
		return (await readStory(asking, story)).reading.others;
	};
	expect(await reads()).toEqual([{ fact: 'happened:ectopic', word: 'many' }]);
	// Nothing is said of what the story does not show any more.
	await put(`update lamplight.share set lived = '{}' where id = $1`, [share]);
	expect(await reads()).toEqual([]);
	const { story: alone } = await livedBy('molar');
	const asking = { lamplight: site, session: reader.session, visit: null };
	expect((await readStory(asking, alone)).reading.others).toEqual([]);
});

test('the word is the same for everybody, whatever they leave out or whom they block', async () => {
	const told = async (who: Person) => as(who, (tx) => othersWith(tx, { happened: ['ectopic'] }));
	const [plain, blocks] = [await site.person('Bo'), await site.person('Ann')];
	const { rows } = await put('select member_id as id from lamplight.keeper limit 200', []);
	for (const { id } of rows) {
		await put('insert into lamplight.block (id, blocker_id, member_id) values ($1, $2, $3)', [
			...[randomUUID(), blocks.id, id]
		]);
	}
	expect(await told(blocks)).toEqual(await told(plain));
	expect(Object.keys((await told(plain))[0] ?? {})).toEqual(['fact', 'word']);
});

test('no page can ask for it to be counted', async () => {
	await expect(site.pools.pages.query('select count_others()')).rejects.toThrow(
		/permission denied/
	);
});
