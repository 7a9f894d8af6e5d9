import { afterAll, expect, test, vi } from 'vitest';
import { nameDay } from '#lib/days/actions.server.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { tasks } from '#lib/server/jobs/tasks.ts';
import { proposeShare } from '#lib/sharing/actions.server.ts';
import { actor, beginBox, choosing, write } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { headerOf, openMailServer, textOf } from '../../../tests/mail/mailServer.ts';
import { askForDigest, confirmDigest, stopDigest } from './actions.server.ts';
import { digestOf, storiesFeed } from './queries.server.ts';
import { sendDigests } from './send.server.ts';

const site = await openTestSite();
let ahead = 0;
site.now = () => new Date(Date.now() + ahead);
const dayMs = 24 * 60 * 60 * 1000;
const jobs = await startJobs(site, tasks);
afterAll(() => jobs.stop());

const as = <T>(who: Person, work: (tx: Tx, me: SignedIn) => Promise<T>) =>
	asViewer(site.pools.web, who.session, (tx, me) => {
		if (!me) throw new NotFound();
		return work(tx, me);
	});
const done = () =>
	vi.waitFor(
		async () => {
			const { rows } = await site.owner.query(
				`select from graphile_worker._private_jobs where run_at <= now()`
			);
			expect(rows).toEqual([]);
		},
		{ timeout: 60_000, interval: 20 }
	);
const linkIn = (message: string, path: string) =>
	new RegExp(`http://lamplight\\.test${path}/(\\S+)`).exec(textOf(message))?.[1] ?? '';

/** Somebody's story, out for anyone who looks for it unless `going` says otherwise. */
async function share(title: string, findable = true, subjects: string[] = []): Promise<void> {
	const wren = await site.person('Wren');
	const box = await beginBox(site, wren);
	const story = await write(site, wren, box, title, 'We said hello.');
	const going = { findable, subjects } as NonNullable<Parameters<typeof choosing>[1]>['going'];
	await proposeShare(
		actor(site, wren),
		box,
		story,
		choosing(['anyone'], { ...(going && { going }) })
	);
}

/** Asks for it, and opens the link of the letter that comes. */
async function subscribed(who: Person, server: { arrived: string[] }): Promise<void> {
	await as(who, (tx, me) => askForDigest(tx, me, 'week'));
	await done();
	await confirmDigest(site, linkIn(server.arrived.at(-1) ?? '', '/letter-home/yes'));
	server.arrived.length = 0;
}

test('nothing comes before the link of the first letter was opened; then titles and links, once', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const tom = await site.person('Tom');
	await as(tom, (tx, me) => askForDigest(tx, me, 'week'));
	await done();
	await share('A quiet morning');
	await share('Only by its address', false);
	ahead = 8 * dayMs;
	await sendDigests(site);
	await done();
	expect(server.arrived).toHaveLength(1);
	const yes = linkIn(server.arrived[0] ?? '', '/letter-home/yes');
	await expect(confirmDigest(site, `${yes.slice(0, -1)}x`)).rejects.toThrow(NotFound);
	await confirmDigest(site, yes);
	await confirmDigest(site, yes);
	expect(await as(tom, digestOf)).toEqual({ every: 'week', confirmed: true });

	await sendDigests(site);
	await sendDigests(site);
	await done();
	expect(server.arrived).toHaveLength(2);
	const letter = server.arrived[1] ?? '';
	expect(headerOf(letter, 'Subject')).toBe('A letter from Lamplight');
	expect(headerOf(letter, 'To')).toBe(tom.email);
	expect(textOf(letter)).toMatch(/A quiet morning\nhttp:\/\/lamplight\.test\/story\/[0-9a-f-]{36}/);
	expect(textOf(letter)).not.toMatch(/Only by its address|We said hello/);
	expect(letter).toMatch(/prefers-color-scheme: ?dark/);
	ahead = 0;
});

test('one request stops it, without signing in; what waited is not sent, and nothing comes again', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const tom = await site.person('Tom');
	await subscribed(tom, server);
	await share('Another morning');
	ahead = 8 * dayMs;
	await sendDigests(site);
	await done();
	const letter = server.arrived.find((each) => headerOf(each, 'To') === tom.email) ?? '';
	const stop = /^<(.*)>$/.exec(headerOf(letter, 'List-Unsubscribe'))?.[1] ?? '';
	expect(headerOf(letter, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
	expect(textOf(letter)).toContain(stop);
	await stopDigest(site, stop.split('/').at(-1) ?? '');
	await stopDigest(site, stop.split('/').at(-1) ?? '');
	expect(await as(tom, digestOf)).toBeNull();
	server.arrived.length = 0;
	await share('A third');
	ahead = 30 * dayMs;
	await sendDigests(site);
	await done();
	expect(server.arrived.filter((each) => headerOf(each, 'To') === tom.email)).toEqual([]);
	ahead = 0;
});

test('what its reader leaves out, and what they keep themselves, never stands in it', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const tom = await site.person('Tom');
	await subscribed(tom, server);
	await share('With something left out', true, ['photographs']);
	await share('With nothing left out');
	await site.owner.query(
		`insert into lamplight.left_out (member_id, subject) values ($1, 'photographs')`,
		[tom.id]
	);
	ahead = 8 * dayMs;
	await sendDigests(site);
	await done();
	const text = textOf(server.arrived.find((each) => headerOf(each, 'To') === tom.email) ?? '');
	expect(text).toContain('With nothing left out');
	expect(text).not.toContain('With something left out');
	ahead = 0;
});

test('on a tender day it does not come', async () => {
	const server = await openMailServer();
	site.settings.smtpUrl = server.url;
	const tom = await site.person('Tom');
	await subscribed(tom, server);
	await share('For another day');
	ahead = 8 * dayMs;
	const date = site.now().toISOString().slice(0, 10);
	await as(tom, (tx, me) => nameDay(tx, me, { name: 'x', date, yearly: false, wish: 'word' }));
	await sendDigests(site);
	await done();
	expect(server.arrived.filter((each) => headerOf(each, 'To') === tom.email)).toEqual([]);
	ahead = 9 * dayMs;
	await site.owner.query('update graphile_worker._private_jobs set run_at = now()');
	await done();
	expect(server.arrived.filter((each) => headerOf(each, 'To') === tom.email)).toHaveLength(1);
	ahead = 0;
});

test('the feed has titles and links of what anyone may find, and not a word more', async () => {
	await share('For the feed & others');
	await share('Not to be found', false);
	const feed = await storiesFeed(site);
	expect(feed).toContain('<feed xmlns="http://www.w3.org/2005/Atom">');
	expect(feed).toMatch(/For the feed &amp; others/);
	expect(feed).not.toMatch(/Not to be found|We said hello|Wren/);
});

test('a title is words in a feed, whatever somebody puts into it', async () => {
	await share('Hello <img src="https://elsewhere.example/seen"> ]]>\u000b you');
	const feed = await storiesFeed(site);
	expect(feed).toContain('&lt;img src="https://elsewhere.example/seen"');
	expect(feed).not.toContain('<img');
	expect(feed).not.toContain('\u000b');
});
