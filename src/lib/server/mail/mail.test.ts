import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { makeFamily } from '../../../../tests/database/family.ts';
import { openTestSite } from '../../../../tests/database/site.ts';
import { headerOf, openMailServer, textOf } from '../../../../tests/mail/mailServer.ts';
import { startJobs } from '../jobs/run.ts';
import { enqueueMail } from './enqueueMail.ts';
import { mailJobs } from './jobs.server.ts';
import type { Letter } from './letter.ts';
import { sealToken } from './seal.ts';

const site = await openTestSite();
const family = await makeFamily(site);
const jobs = await startJobs(site, mailJobs);
afterAll(() => jobs.stop());
beforeEach(() => {
	site.settings.smtpUrl = null;
});

const address = () => `${randomBytes(5).toString('hex')}@example.org`;
const sealed = (token: string) => sealToken(site.settings.secret, token);
const link = (): Letter => ({
	template: 'sign_in',
	params: { sealed: sealed('a-token-of-a-link') }
});
const waitFor = (what: () => void | Promise<void>) =>
	vi.waitFor(what, { timeout: 60_000, interval: 20 });

/** What a host would read, kept from the test's own output. */
function quietLog() {
	const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
	onTestFinished(() => log.mockRestore());
	return log;
}

type Job = { attempts: number; last_error: string | null };
async function waiting(): Promise<Job[]> {
	const { rows } = await site.owner.query<Job>(
		`select j.attempts, j.last_error from graphile_worker._private_jobs j
		join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'send_mail'`
	);
	return rows;
}

async function written(): Promise<string[]> {
	const folder = join(site.settings.dataDir, 'mail');
	const names = await readdir(folder).catch(() => []);
	return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}

/** Something real for each letter to be about. */
async function everyLetter(): Promise<Letter[]> {
	const put = (text: string, values: unknown[]) =>
		site.owner.query(`insert into lamplight.${text}`, values);
	const [deposit, box, share, invite] = Array.from({ length: 4 }, () => randomUUID());
	await put('box (id) values ($1)', [box]);
	await put(
		`deposit (id, box_id, email, device_hash, expires_at)
			values ($1, $2, 'left@example.org', 'x', now() + interval '1 year')`,
		[deposit, box]
	);
	const proposed = 'insert into lamplight.proposal (id, box_id, kind, proposed_by';
	await site.owner.query(
		`${proposed}, story_id, version_id, to_anyone) values ($1, $2, 'share', $3, $4, $5, true)`,
		[share, family.box, family.wren.id, family.story, family.version]
	);
	await site.owner.query(
		`${proposed}, invitee_name, invitee_email)
			values ($1, $2, 'invite_guest', $3, 'Iris', 'iris@example.org')`,
		[invite, family.box, family.wren.id]
	);
	const [keeper, guest] = [await invitation('keeper'), await invitation('guest')];
	return [
		link(),
		{ template: 'invitation_keeper', params: { sealed: sealed(keeper) } },
		{ template: 'invitation_guest', params: { sealed: sealed(guest) } },
		{ template: 'deposit_received', params: { deposit } },
		{ template: 'deposit_reminder', params: { deposit } },
		{ template: 'deposit_last', params: { deposit } },
		{ template: 'proposal_waits', params: { proposal: share } },
		{ template: 'proposal_waits', params: { proposal: invite } },
		{ template: 'proposal_reminder', params: { proposal: share, member: family.tom.id } },
		{ template: 'decided_for_you', params: { proposal: share, by: family.wren.id } },
		{ template: 'peer_welcome', params: {} },
		{ template: 'help_lines_old', params: {} },
		{ template: 'tender_word', params: { until: '2999-01-01T00:00:00Z' } }
	] as Letter[];
}

async function invitation(kind: 'guest' | 'keeper'): Promise<string> {
	const token = randomBytes(32).toString('base64url');
	await site.owner.query(
		`insert into lamplight.invitation
			(kind, box_id, token_hash, name, email, invited_by, expires_at)
			values ($1, $2, $3, 'Iris', 'iris@example.org', $4, now() + interval '30 days')`,
		[kind, family.box, createHash('sha256').update(token).digest('hex'), family.wren.id]
	);
	return token;
}

test('subject and sender of every letter tell nothing, and its first lines neither', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const letters = await everyLetter();
	for (const letter of letters) {
		await enqueueMail(site.pools.worker, { ...letter, to: { address: address() } });
	}
	await waitFor(() => expect(server.arrived).toHaveLength(letters.length));
	for (const message of server.arrived) {
		expect(headerOf(message, 'Subject')).toBe('A letter from Lamplight');
		expect(headerOf(message, 'From')).toBe('Lamplight <lamplight@lamplight.test>');
		const preview = textOf(message).slice(0, 90);
		expect(preview).not.toMatch(/baby|memory box|photograph|loss|lost|died|Robin|story/i);
	}
});

test('every letter has one link of this site in text and page, and loads nothing', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const letters = await everyLetter();
	for (const letter of letters) {
		await enqueueMail(site.pools.worker, { ...letter, to: { address: address() } });
	}
	await waitFor(() => expect(server.arrived).toHaveLength(letters.length));
	for (const message of server.arrived) {
		const links = textOf(message).match(/http\S+\/\S+/g) ?? [];
		expect(links.filter((each) => each !== 'http://lamplight.test')).toHaveLength(1);
		for (const each of links) expect(each).toMatch(/^http:\/\/lamplight\.test\b/);
		expect(message).not.toMatch(/<img|src=3D|url\(|<link/i);
		expect(message).toMatch(/color-scheme/);
	}
});

test('what a family wrote stands in no letter', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const letters = await everyLetter();
	for (const letter of letters) {
		await enqueueMail(site.pools.worker, { ...letter, to: { address: address() } });
	}
	await waitFor(() => expect(server.arrived).toHaveLength(letters.length));
	expect(server.arrived.map(textOf).join('\n')).not.toMatch(/And goodbye|The three of us|Robin/);
});

test('while the mail server is down a letter waits; once it is up again it arrives, once', async () => {
	quietLog();
	const down = await openMailServer();
	await down.close();
	site.settings.smtpUrl = down.url;
	await enqueueMail(site.pools.worker, { ...link(), to: { address: 'later@example.org' } });
	await waitFor(async () => {
		expect((await waiting()).map(({ last_error }) => last_error !== null)).toEqual([true]);
	});
	const up = await openMailServer({ port: down.port });
	await site.owner.query('update graphile_worker._private_jobs set run_at = now()');
	await waitFor(async () => {
		expect(up.arrived).toHaveLength(1);
		expect(await waiting()).toEqual([]);
	});
	expect(headerOf(up.arrived[0] ?? '', 'To')).toBe('later@example.org');
});

test('a letter tried again is the same letter to the mail server', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const letter = { ...link(), id: randomUUID(), to: { address: 'again@example.org' } };
	await mailJobs.send_mail(letter, site);
	await mailJobs.send_mail(letter, site);
	const [first = '', second = ''] = server.arrived;
	expect(headerOf(first, 'Message-ID')).toBe(`<${letter.id}@lamplight.test>`);
	expect(headerOf(second, 'Message-ID')).toBe(headerOf(first, 'Message-ID'));
});

test('an address that the mail server knows nothing of is not tried for days', async () => {
	const log = quietLog();
	const server = await openMailServer({ refuses: true });
	site.settings.smtpUrl = server.url;
	await enqueueMail(site.pools.worker, { ...link(), to: { address: 'nobody@example.org' } });
	await waitFor(async () => expect(await waiting()).toEqual([]));
	expect(server.arrived).toEqual([]);
	expect(log).toHaveBeenCalledWith(expect.stringContaining('refused'));
	expect(log).not.toHaveBeenCalledWith(expect.stringContaining('nobody@'));
});

test('without a mail server a letter is written to a file for the host alone, whole and once', async () => {
	const to = address();
	const letter = { ...link(), id: randomUUID(), to: { address: to } };
	await mailJobs.send_mail(letter, site);
	await mailJobs.send_mail(letter, site);
	const mine = (await written()).filter((each) => headerOf(each, 'To') === to);
	expect(mine).toHaveLength(1);
	expect(textOf(mine[0] ?? '')).toContain('/enter?token=a-token-of-a-link');
	const folder = join(site.settings.dataDir, 'mail');
	expect(await readdir(folder)).not.toContainEqual(expect.stringMatching(/\.part$/));
	expect((await stat(join(folder, `${letter.id}.eml`))).mode & 0o077).toBe(0);
});

test('a letter goes out only with the write it belongs to', async () => {
	const to = address();
	const undone = site.pools.web.transaction().execute(async (tx) => {
		await enqueueMail(tx, { ...link(), to: { address: to } });
		throw new Error('undone');
	});
	await expect(undone).rejects.toThrow('undone');
	expect(await waiting()).toEqual([]);
	await site.pools.web
		.transaction()
		.execute((tx) => enqueueMail(tx, { ...link(), to: { address: to } }));
	await waitFor(async () => {
		expect((await written()).filter((each) => headerOf(each, 'To') === to)).toHaveLength(1);
	});
});

test('asked for twice while it waits, a letter of one kind is one letter', async () => {
	const server = await openMailServer();
	const letter = { ...link(), to: { address: 'kind@example.org' }, key: 'reminder:1' };
	await site.pools.web.transaction().execute(async (tx) => {
		await enqueueMail(tx, letter);
		await enqueueMail(tx, letter);
		site.settings.smtpUrl = server.url;
	});
	await waitFor(async () => expect(await waiting()).toEqual([]));
	expect(server.arrived).toHaveLength(1);
});

test('one that may come again is one letter while it waits, and another one another day', async () => {
	const server = await openMailServer();
	const letter = { ...link(), to: { address: 'kind@example.org' }, key: 'standing:1', again: true };
	const twice = () =>
		site.pools.web.transaction().execute(async (tx) => {
			await enqueueMail(tx, letter);
			await enqueueMail(tx, letter);
			site.settings.smtpUrl = server.url;
		});
	for (const times of [1, 2]) {
		await twice();
		await waitFor(async () => expect(await waiting()).toEqual([]));
		expect(server.arrived).toHaveLength(times);
	}
	expect(new Set(server.arrived.map((each) => headerOf(each, 'Message-ID'))).size).toBe(2);
});

test('a letter about what was taken back, answered or claimed meanwhile is not sent', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const letters = (await everyLetter()).filter(
		({ template }) =>
			!['sign_in', 'peer_welcome', 'decided_for_you', 'help_lines_old', 'tender_word'].includes(
				template
			)
	);
	await site.owner.query('update lamplight.invitation set withdrawn_at = now()');
	await site.owner.query('update lamplight.deposit set claimed_at = now()');
	await site.owner.query(
		`update lamplight.proposal set closed_at = now(), closed_as = 'taken_back'`
	);
	for (const letter of letters) {
		await mailJobs.send_mail({ ...letter, id: randomUUID(), to: { address: address() } }, site);
	}
	expect(letters).toHaveLength(8);
	expect(server.arrived).toEqual([]);
});

test('a member is written to at their own address, and nobody who has left the site is', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const [wren, gone] = [await site.person('Wren'), await site.person('Gone')];
	await site.owner.query('update lamplight.member set ended_at = now() where id = $1', [gone.id]);
	const welcome = { template: 'peer_welcome', params: {} } as const;
	await enqueueMail(site.pools.worker, { ...welcome, to: { member: gone.id } });
	await enqueueMail(site.pools.worker, { ...welcome, to: { member: wren.id } });
	await waitFor(async () => expect(await waiting()).toEqual([]));
	expect(server.arrived.map((each) => headerOf(each, 'To'))).toEqual([wren.email]);
});

test('pages cannot read the queue, nor anybody’s address', async () => {
	const asWeb = (text: string) => site.pools.pages.query(text);
	await expect(asWeb('select * from graphile_worker.jobs')).rejects.toThrow(/permission denied/);
	await expect(asWeb('select "email" from auth."user"')).rejects.toThrow(/permission denied/);
});
