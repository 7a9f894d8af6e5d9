/** Mail servers that are slow, unwilling or go away: nothing is lost, and nothing is sent twice. */
import { randomUUID } from 'node:crypto';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { openTestSite } from '../../../../tests/database/site.ts';
import { headerOf, openMailServer, textOf } from '../../../../tests/mail/mailServer.ts';
import { startJobs } from '../jobs/run.ts';
import { enqueueMail } from './enqueueMail.ts';
import { mailJobs } from './jobs.server.ts';

const site = await openTestSite();
const jobs = await startJobs(site, mailJobs);
afterAll(() => jobs.stop());

const welcome = { template: 'peer_welcome', params: {} } as const;
const waitFor = (what: () => Promise<void>) => vi.waitFor(what, { timeout: 60_000, interval: 20 });

async function waiting() {
	const { rows } = await site.owner.query<{ attempts: number; failed: boolean }>(
		'select attempts, last_error is not null as failed from graphile_worker._private_jobs'
	);
	return rows;
}

function quietLog(): void {
	const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
	onTestFinished(() => log.mockRestore());
}

/** Sends one letter; where its first try fails, the next one comes at once. */
async function send(address: string, fails: boolean): Promise<void> {
	await enqueueMail(site.pools.worker, { ...welcome, to: { address } });
	if (fails) {
		await waitFor(async () => expect((await waiting()).map((each) => each.failed)).toEqual([true]));
		await site.owner.query('update graphile_worker._private_jobs set run_at = now()');
	}
	await waitFor(async () => expect(await waiting()).toEqual([]));
}

test('a server that greylists has the letter at the second try, once', async () => {
	quietLog();
	const server = await openMailServer({ greylists: true });
	site.settings.smtpUrl = server.url;
	await send('grey@example.org', true);
	expect(server.arrived.map((each) => headerOf(each, 'To'))).toEqual(['grey@example.org']);
});

test('a server that thinks for long has the letter once', async () => {
	const server = await openMailServer({ slowMs: 3000 });
	site.settings.smtpUrl = server.url;
	await send('slow@example.org', false);
	expect(server.arrived).toHaveLength(1);
});

test('where a server took a letter and went before it said so, the second is the very same', async () => {
	quietLog();
	const server = await openMailServer({ hangsUp: true });
	site.settings.smtpUrl = server.url;
	await send('gone@example.org', true);
	const names = server.arrived.map((each) => headerOf(each, 'Message-ID'));
	expect(names).toHaveLength(2);
	expect(new Set(names).size).toBe(1);
});

test('a letter says whom it is from and to and what it is, in two parts, and nothing else', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const id = randomUUID();
	await mailJobs.send_mail({ ...welcome, id, to: { address: 'parts@example.org' } }, site);
	const [message = ''] = server.arrived;
	expect(headerOf(message, 'From')).toBe('Lamplight <lamplight@lamplight.test>');
	expect(headerOf(message, 'To')).toBe('parts@example.org');
	expect(headerOf(message, 'Message-ID')).toBe(`<${id}@lamplight.test>`);
	expect(headerOf(message, 'Auto-Submitted')).toBe('auto-generated');
	expect(headerOf(message, 'Content-Type')).toMatch(/^multipart\/alternative/);
	expect(headerOf(message, 'List-Unsubscribe')).toBe('');
	expect(message).toMatch(/Content-Type: text\/html; charset=utf-8/);
	expect(textOf(message)).toContain('http://lamplight.test/stories');
	expect(message).toMatch(/prefers-color-scheme: ?dark/);
});
