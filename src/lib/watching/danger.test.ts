import { beforeAll, expect, test } from 'vitest';
import { lettersIn } from '../../../tests/database/home.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { mailJobs } from '#lib/server/mail/jobs.server.ts';
import {
	asHost,
	endModerator,
	passOnMatter,
	stepBack,
	suspendMember,
	takeMatter
} from './actions.server.ts';
import { tellOfDanger } from './danger.server.ts';
import { asModerator } from './watcher.server.ts';

const site = await openTestSite();
const { as, moderator, lookFirst, report } = watching(site);

let kim: Person;
let lou: Person;
let ash: Person;
beforeAll(async () => {
	await lookFirst(false);
	[kim, lou, ash] = [await moderator('Kim'), await moderator('Lou'), await site.person('Ash')];
	await site.owner.query('insert into lamplight.host (member_id) values ($1)', [ash.id]);
	await site.owner.query(
		`insert into lamplight.site_setting (key, value) values ('danger_minutes', '20')`
	);
});
const told = async (matter: string) => {
	const letters = await site.owner.query<{ name: string }>(
		`select m.name from lamplight.matter_told t join lamplight.member m on m.id = t.member_id
		where t.matter_id = $1 order by t.told_at, m.name`,
		[matter]
	);
	return letters.rows.map(({ name }) => name);
};
const asksAgain = async (matter: string) => {
	const { rows } = await site.owner.query<{ minutes: number }>(
		`select round(extract(epoch from run_at - now()) / 60)::int as minutes
		from graphile_worker._private_jobs where key = $1`,
		[`danger:${matter}`]
	);
	return rows[0]?.minutes ?? null;
};
/** The set time passes: the job that waits is done. */
const pass = async (matter: string) => {
	await site.owner.query('delete from graphile_worker._private_jobs where key = $1', [
		`danger:${matter}`
	]);
	await tellOfDanger({ matter }, site);
};

const letters = async () =>
	(await lettersIn(site)).filter(({ template }) => template === 'danger_waits').length;

test('one moderator is told at once; unanswered it goes to the next and to the host, and nobody is told twice', async () => {
	const { story } = await makeFamily(site);
	const matter = await report(null, story, 'danger');
	expect(await asksAgain(matter)).toBe(0);
	await pass(matter);
	expect(await told(matter)).toEqual(['Kim']);
	expect(await asksAgain(matter)).toBe(20);
	await pass(matter);
	expect(new Set(await told(matter))).toEqual(new Set(['Kim', 'Lou', 'Ash']));
	const sent = (await lettersIn(site)).filter(({ template }) => template === 'danger_waits');
	expect(new Set(sent.map(({ member }) => member))).toEqual(new Set([kim.id, lou.id, ash.id]));
	await pass(matter);
	expect(await told(matter)).toHaveLength(3);
	expect(await asksAgain(matter)).toBeNull();
});

test('whoever opens it answers; laid back, it goes on to the next', async () => {
	const { story } = await makeFamily(site);
	const matter = await report(null, story, 'danger');
	await pass(matter);
	const [first] = await told(matter);
	const holder = first === 'Kim' ? kim : lou;
	await takeMatter(as(holder), matter);
	await pass(matter);
	expect(await told(matter)).toEqual([first]);
	expect(await asksAgain(matter)).toBe(20);
	await passOnMatter(as(holder), matter, 'passed_on');
	expect(await asksAgain(matter)).toBe(0);
	await pass(matter);
	expect(await told(matter)).toHaveLength(3);
});

test('whoever has it before them and is suspended, or a moderator no longer, hands it on at once', async () => {
	const leaving = [
		(who: Person) => asHost(as(ash), (tx) => suspendMember(tx, who.id, 'other')),
		(who: Person) => asHost(as(ash), (tx, me) => endModerator(tx, me, who.id, new Date()))
	];
	for (const leave of leaving) {
		const { story } = await makeFamily(site);
		const matter = await report(null, story, 'danger');
		for (let turn = 0; turn < 3; turn++) await pass(matter);
		expect(await told(matter)).toHaveLength(3);
		const pat = await moderator('Pat');
		await takeMatter(as(pat), matter);
		await pass(matter);
		const before = await letters();
		await leave(pat);
		expect(await asksAgain(matter)).toBe(0);
		// Those who were told before found it taken: they are told anew.
		await pass(matter);
		expect(await told(matter)).toHaveLength(1);
		expect(await letters()).toBe(before + 1);
		await pass(matter);
		expect(new Set(await told(matter))).toEqual(new Set(['Kim', 'Lou', 'Ash']));
	}
});

test('a letter about it is not sent once somebody has opened it', async () => {
	const { story } = await makeFamily(site);
	const matter = await report(null, story, 'danger');
	await takeMatter(as(kim), matter);
	const letter = { template: 'danger_waits', params: { matter }, to: { member: lou.id }, id: 'x' };
	await expect(mailJobs.send_mail(letter, site)).resolves.toBeUndefined();
	const { readdir } = await import('node:fs/promises');
	const mails = await readdir(`${site.settings.dataDir}/mail`).catch(() => []);
	expect(mails).toEqual([]);
});

test('where no moderator can look, hosts are told at once', async () => {
	for (const who of [kim, lou]) {
		await asModerator(as(who), (tx, me) => stepBack(tx, me, ['danger'], new Date()));
	}
	const { story } = await makeFamily(site);
	const matter = await report(null, story, 'danger');
	await pass(matter);
	expect(await told(matter)).toEqual(['Ash']);
});
