import { randomUUID } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { beginBox } from '../../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../../tests/database/site.ts';
import { headerOf, openMailServer, textOf } from '../../../../tests/mail/mailServer.ts';
import { startJobs } from '../jobs/run.ts';
import { enqueueMail } from './enqueueMail.ts';
import { heldUntil, reaching } from './gate.ts';
import { mailJobs } from './jobs.server.ts';
import type { Letter, QueuedLetter } from './letter.ts';
import { sealToken } from './seal.ts';

const site = await openTestSite();
const jobs = await startJobs(site, mailJobs);
afterAll(() => jobs.stop());

/** Noon in Berlin on the fourteenth of March. */
const noon = new Date('2026-03-14T11:00:00Z');
const midnight = new Date('2026-03-14T23:00:00Z');
let now = noon;
site.now = () => now;
beforeEach(() => {
	now = noon;
});

const welcome: Letter = { template: 'peer_welcome', params: {} };
const put = (text: string, values: unknown[]) => site.owner.query(text, values);
const waitFor = (what: () => Promise<void>) => vi.waitFor(what, { timeout: 60_000, interval: 20 });

async function waiting(): Promise<{ seconds: number }[]> {
	const { rows } = await put(
		`select extract(epoch from run_at - now())::int as seconds
		from graphile_worker._private_jobs where attempts < max_attempts`,
		[]
	);
	return rows;
}

/** Somebody whose baby's day is today, each year, by the clock in Berlin. */
async function withDay(wish?: 'word' | 'nothing'): Promise<Person> {
	const wren = await site.person('Wren');
	const box = await beginBox(site, wren);
	await put('insert into lamplight.day_setting (member_id, zone) values ($1, $2)', [
		wren.id,
		'Europe/Berlin'
	]);
	await put(`update lamplight.box set born_on = '2024-03-14' where id = $1`, [box]);
	if (wish) {
		await put(
			`insert into lamplight.day_wish (member_id, box_id, what, wish) values ($1, $2, 'born', $3)`,
			[wren.id, box, wish]
		);
	}
	return wren;
}

/** The put-off letters are asked again now, as they would be when their time has come. */
const timePasses = () => put('update graphile_worker._private_jobs set run_at = now()', []);

describe('on a tender day of silence', () => {
	test('a letter waits until the day is over on that person’s wall clock, and then comes, once', async () => {
		const server = await openMailServer();
		site.settings.smtpUrl = server.url;
		const wren = await withDay();
		await enqueueMail(site.pools.worker, { ...welcome, to: { member: wren.id }, key: 'once' });
		const untilMidnight = (midnight.getTime() - noon.getTime()) / 1000;
		await waitFor(async () => {
			const waits = await waiting();
			expect(waits).toHaveLength(1);
			expect(waits[0]?.seconds).toBeGreaterThan(untilMidnight - 60);
			expect(waits[0]?.seconds).toBeLessThanOrEqual(untilMidnight);
		});
		await enqueueMail(site.pools.worker, { ...welcome, to: { member: wren.id }, key: 'once' });
		await waitFor(async () => {
			const waits = await waiting();
			expect(waits).toHaveLength(1);
			expect(waits[0]?.seconds).toBeGreaterThan(untilMidnight - 60);
		});
		now = new Date(midnight.getTime() - 3_600_000);
		await timePasses();
		await waitFor(async () => {
			const waits = await waiting();
			expect(waits).toHaveLength(1);
			expect(waits[0]?.seconds).toBeGreaterThan(3_500);
		});
		expect(server.arrived).toEqual([]);

		now = midnight;
		await timePasses();
		await waitFor(async () => expect(await waiting()).toEqual([]));
		expect(server.arrived.map((each) => headerOf(each, 'To'))).toEqual([wren.email]);
	});

	test('what they asked for a moment ago comes all the same, and a host’s duty is not put off', async () => {
		const server = await openMailServer();
		site.settings.smtpUrl = server.url;
		const wren = await withDay();
		const sealed = sealToken(site.settings.secret, 'a-token-of-a-link');
		const to = { address: wren.email };
		await mailJobs.send_mail(
			{ template: 'sign_in', params: { sealed }, id: randomUUID(), to },
			site
		);
		await mailJobs.send_mail(
			{ template: 'backup_overdue', params: {}, id: randomUUID(), to: { member: wren.id } },
			site
		);
		expect(server.arrived.map(textOf).join()).toContain('/enter?token=a-token-of-a-link');
		expect(server.arrived).toHaveLength(1);
		expect(await waiting()).toEqual([]);
	});

	test('a letter to the address of a member waits as well; to one without an account it goes', async () => {
		const server = await openMailServer();
		site.settings.smtpUrl = server.url;
		const wren = await withDay();
		const addresses = [wren.email.toUpperCase(), 'nobody-yet@example.org'];
		for (const address of addresses) {
			await mailJobs.send_mail({ ...welcome, id: randomUUID(), to: { address } }, site);
		}
		expect(server.arrived.map((each) => headerOf(each, 'To'))).toEqual(['nobody-yet@example.org']);
		expect(await waiting()).toHaveLength(1);
		await put('delete from graphile_worker._private_jobs', []);
	});
});

test('a day that was switched off holds nothing, and neither does a box that was left', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const [wren, tom] = [await withDay('nothing'), await withDay()];
	await put('update lamplight.keeper set left_at = now() where member_id = $1', [tom.id]);
	for (const { id } of [wren, tom]) {
		await mailJobs.send_mail({ ...welcome, id: randomUUID(), to: { member: id } }, site);
	}
	expect(server.arrived).toHaveLength(2);
});

test.each([
	[
		'quiet hours',
		`insert into lamplight.day_setting (member_id, zone, quiet_from, quiet_to)
		values ($1, 'Europe/Berlin', '11:00', '13:30')`,
		90 * 60
	],
	[
		'“stop for today”',
		`insert into lamplight.stop (member_id, stopped_at, until)
		values ($1, '2026-03-14T10:00Z', '2026-03-14T23:00Z')`,
		12 * 60 * 60
	]
])('%s hold a letter until they end', async (_what, set, seconds) => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const wren = await site.person('Wren');
	await put(set, [wren.id]);
	await mailJobs.send_mail({ ...welcome, id: randomUUID(), to: { member: wren.id } }, site);
	expect(server.arrived).toEqual([]);
	const [letter] = await waiting();
	expect(letter?.seconds).toBeGreaterThan(seconds - 60);
	expect(letter?.seconds).toBeLessThanOrEqual(seconds);
	await put('delete from graphile_worker._private_jobs', []);
});

test('“stop for today” that was opened again holds nothing', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const wren = await site.person('Wren');
	await put(
		`insert into lamplight.stop (member_id, stopped_at, until, opened_at)
		values ($1, '2026-03-14T10:00Z', '2026-03-14T23:00Z', '2026-03-14T10:30Z')`,
		[wren.id]
	);
	await mailJobs.send_mail({ ...welcome, id: randomUUID(), to: { member: wren.id } }, site);
	expect(server.arrived).toHaveLength(1);
});

/**
 * Every kind of letter there is, and why those pass that always do. A kind that is added has to be
 * written down here as well: none passes the gate without somebody's having thought of it.
 */
const kinds: Record<Letter['template'], 'waits' | { passes: string }> = {
	sign_in: { passes: 'its reader asked for it a moment ago' },
	deposit_received: { passes: 'its reader left something a moment ago, and has no other way back' },
	digest_confirm: { passes: 'its reader asked for it a moment ago' },
	danger_waits: { passes: 'somebody may not be safe' },
	files_damaged: { passes: 'a host’s duty: what families keep is in danger' },
	backup_overdue: { passes: 'a host’s duty: what families keep is in danger' },
	deposit_reminder: 'waits',
	deposit_last: 'waits',
	invitation_keeper: 'waits',
	invitation_guest: 'waits',
	proposal_waits: 'waits',
	proposal_reminder: 'waits',
	decided_for_you: 'waits',
	peer_welcome: 'waits',
	letter_came: 'waits',
	matter_decided: 'waits',
	standing_changed: 'waits',
	suspension_appealed: 'waits',
	help_lines_old: 'waits',
	digest: 'waits',
	tender_word: 'waits'
};
const stopped = `insert into lamplight.stop (member_id, stopped_at, until)
	values ($1, '2026-03-14T10:00Z', '2026-03-14T23:00Z')`;
const hours = `insert into lamplight.day_setting (member_id, zone, quiet_from, quiet_to)
	values ($1, 'Europe/Berlin', '11:00', '13:30')`;

describe('of every kind of letter there is', () => {
	const letterOf = (template: string, member: string) =>
		({ template, params: {}, id: randomUUID(), to: { member } }) as unknown as QueuedLetter;

	test('each is known to the gate, and written down here', () => {
		expect(Object.keys(reaching).toSorted()).toEqual(Object.keys(kinds).toSorted());
	});

	test.each(Object.entries(kinds))(
		'%s: a tender day, “stop for today”, quiet hours',
		async (template, kind) => {
			const [tender, stops, sleeps] = [
				await withDay(),
				await site.person('Wren'),
				await site.person('Wren')
			];
			await put(stopped, [stops.id]);
			await put(hours, [sleeps.id]);
			for (const { id } of [tender, stops, sleeps]) {
				const until = await heldUntil(site, letterOf(template, id));
				if (kind === 'waits') expect(until?.getTime()).toBeGreaterThan(noon.getTime());
				else expect(until).toBeNull();
			}
		}
	);

	test('there is one way out, and it asks the gate', async () => {
		const using = async (what: RegExp) => {
			const files = await Array.fromAsync(glob('{src,cli}/**/*.ts'));
			const named = await Promise.all(
				files
					.filter((file) => !/\.test\.ts$|paraglide/.test(file))
					.map(async (file) => (what.test(await readFile(file, 'utf8')) ? [file] : []))
			);
			return named.flat().toSorted();
		};
		// What a host sends to try their own mail server, and what looks whether it answers, asks nobody.
		expect(await using(/import \{[^}]*\bpost\b[^}]*\} from '.*post\.ts'/)).toEqual([
			'src/lib/server/mail/jobs.server.ts',
			'src/lib/server/mail/tryMail.ts'
		]);
		expect(await using(/import \{[^}]*createTransport/)).toEqual([
			'cli/line/examine.ts',
			'src/lib/server/mail/post.ts'
		]);
	});

	test('what a screen tells unasked comes from one place, which asks the gate', async () => {
		const named: string[] = [];
		for await (const file of glob('src/{lib,routes}/**/*.{ts,svelte}')) {
			if (/\.test\.ts$/.test(file)) continue;
			const text = await readFile(file, 'utf8');
			if (/^(import|export) \{[^}]*\} from '.*\/notices\.server\.ts'/m.test(text)) named.push(file);
			if (/selectFrom\('notice\b/.test(text)) named.push(file);
		}
		expect(named.toSorted()).toEqual([
			'src/lib/sharing/actions.server.ts',
			'src/lib/sharing/notices.server.ts',
			'src/lib/sharing/toldUnasked.server.ts'
		]);
	});
});
