import { expect, onTestFinished, test, vi } from 'vitest';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { parseTyped } from '#lib/server/web/forms.ts';
import { mailWay } from '#lib/server/mail/way.ts';
import { openTestSite, type Person } from '../../../../tests/database/site.ts';
import { openMailServer, headerOf, textOf } from '../../../../tests/mail/mailServer.ts';
import { hostWords, setupPage } from '../queries.server.ts';
import { keepMailServer, keepName, keepWords, sendTry } from '../actions.server.ts';
import { mailForm, nameForm, wordsForm } from './schema.ts';

const site = await openTestSite();
const ash = await site.person('Ash');
const tom = await site.person('Tom');
await site.owner.query('insert into lamplight.host (member_id) values ($1)', [ash.id]);

const as = <T>(person: Person, work: (tx: Tx, viewer: SignedIn | null) => Promise<T>) =>
	asViewer(site.pools.web, person.session, work);
const page = (person = ash) => as(person, (tx, me) => setupPage(tx, me, site.settings));
const nearby = { server: '127.0.0.1', security: 'none', sender: 'post@example.org' };
const useServer = (typed: Record<string, string>, person = ash) =>
	as(person, (tx, me) => keepMailServer(tx, me, site, parseTyped(mailForm, typed)));

test('nobody but a host sees or sets anything of it, by the page or behind it', async () => {
	const words = parseTyped(wordsForm, { about: 'Mine now.' });
	await expect(page(tom)).rejects.toThrow(NotFound);
	await expect(as(tom, (tx, me) => keepWords(tx, me, words))).rejects.toThrow(NotFound);
	await expect(useServer({ ...nearby, port: '25' }, tom)).rejects.toThrow(NotFound);
	await expect(sendTry(site, tom.session, 'tom@example.org')).rejects.toThrow(NotFound);
	// With the page's own check taken away, the database denies.
	const asHost = (me: SignedIn | null) => (me ? { ...me, host: true } : null);
	const form = parseTyped(mailForm, { ...nearby, port: '25' });
	await expect(as(tom, (tx, me) => keepMailServer(tx, asHost(me), site, form))).rejects.toThrow();
	expect((await mailWay(site.settings, site.pools.worker)).setBy).toBe('nobody');
});

test('a host names the place and its time zone; an unknown zone is answered with a sentence', async () => {
	const form = parseTyped(nameForm, { siteName: 'The Quiet Room', timeZone: 'Europe/Madrid' });
	await as(ash, (tx, me) => keepName(tx, me, form));
	expect(await page()).toMatchObject({ siteName: 'The Quiet Room', timeZone: 'Europe/Madrid' });
	expect(() => parseTyped(nameForm, { timeZone: 'Middle/Earth' })).toThrow(NotRight);
});

test('the host’s own words are read by anybody, and are empty where there are none', async () => {
	expect(await hostWords(site.pools.web)).toMatchObject({ about: '', frontTitle: '' });
	const words = parseTyped(wordsForm, { about: ' Two people and a kettle. ' });
	await as(ash, (tx, me) => keepWords(tx, me, words));
	expect((await hostWords(site.pools.web)).about).toBe('Two people and a kettle.');
	const long = { about: 'a'.repeat(2001) };
	expect(() => parseTyped(wordsForm, long)).toThrow(NotRight);
});

test('a letter sent to try it says what the mail server answered', async () => {
	await sendTry(site, ash.session, 'ash@example.org');
	expect((await page()).mail.lastTry).toMatchObject({ outcome: 'folder' });

	const server = await openMailServer();
	await useServer({ ...nearby, port: String(server.port) });
	await sendTry(site, ash.session, 'ash@example.org');
	const { mail } = await page();
	expect(mail).toMatchObject({ setBy: 'host', lastTry: { outcome: 'taken' } });
	expect(mail.lastTry?.said).toMatch(/^250 /);
	const [arrived = ''] = server.arrived;
	expect(headerOf(arrived, 'From')).toBe('post@example.org');
	expect(headerOf(arrived, 'Subject')).not.toMatch(/quiet room|baby|loss/i);
	expect(textOf(arrived)).toContain('/host/setup');

	await server.close();
	await sendTry(site, ash.session, 'ash@example.org');
	expect((await page()).mail.lastTry).toMatchObject({ outcome: 'unreachable' });

	const refusing = await openMailServer({ refuses: true });
	await useServer({ ...nearby, port: String(refusing.port) });
	await sendTry(site, ash.session, 'nobody@example.org');
	const refused = (await page()).mail.lastTry;
	expect(refused).toMatchObject({ outcome: 'refused' });
	expect(refused?.said).toMatch(/^550 /);
});

test('where privacy on the way was asked for and is not offered, no letter goes', async () => {
	const server = await openMailServer();
	await useServer({ ...nearby, security: 'starttls', port: String(server.port) });
	await sendTry(site, ash.session, 'ash@example.org');
	expect((await page()).mail.lastTry?.outcome).not.toBe('taken');
	expect(server.arrived).toEqual([]);
});

test('a password lies sealed, stays when it is left empty, and is handed to no other server', async () => {
	const typed = { ...nearby, server: 'mail.example.org', port: '587', security: 'starttls' };
	await useServer({ ...typed, user: 'post', password: 'a pass/word@1' });
	const { rows } = await site.owner.query('select sealed from lamplight.mail_way');
	expect(JSON.stringify(rows)).not.toContain('pass');
	expect(JSON.stringify(await page())).not.toContain('pass/word');
	await useServer({ ...typed, user: 'post', port: '2525' });
	const way = await mailWay(site.settings, site.pools.worker);
	expect(decodeURIComponent(new URL(way.server ?? '').password)).toBe('a pass/word@1');
	expect(new URL(way.server ?? '').port).toBe('2525');
	const elsewhere = { ...typed, server: 'mail.example.net', user: 'post' };
	await expect(useServer(elsewhere)).rejects.toThrow(NotRight);
	await expect(useServer({ ...typed, user: 'other' })).rejects.toThrow(NotRight);
});

test('no password goes over a way that others can read along, but on this very machine', async () => {
	const typed = { ...nearby, server: 'mail.example.org', port: '587', user: 'post' };
	await useServer({ ...typed, security: 'starttls', password: 'once' });
	const wishes: Record<string, string>[] = [
		{},
		{ password: 'once more' },
		{ server: '127.0.0.1.example.org' }
	];
	for (const more of wishes) {
		try {
			await useServer({ ...typed, security: 'none', ...more });
			expect.unreachable();
		} catch (error) {
			expect(error instanceof NotRight && Object.keys(error.fields)).toEqual(['security']);
		}
	}
	const { server } = await mailWay(site.settings, site.pools.worker);
	expect(server).toContain('requireTLS=true');
	await useServer({ ...typed, security: 'none', user: '' });
	await useServer({ ...typed, server: 'localhost', security: 'none', password: 'once' });
	await site.owner.query('delete from lamplight.mail_way');
});

test('under another secret, as after a plain backup, it is none, and a host sets it anew', async () => {
	const other = { ...site, settings: { ...site.settings, secret: 'another' } };
	const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
	onTestFinished(() => log.mockRestore());
	await useServer({ ...nearby, port: '25', user: 'post', password: 'once' });
	const seen = await as(ash, (tx, me) => setupPage(tx, me, other.settings));
	expect(seen.mail).toMatchObject({ setBy: 'nobody', server: null });
	expect(await mailWay(other.settings, site.pools.worker)).toMatchObject({ server: null });
	const form = parseTyped(mailForm, { ...nearby, port: '26' });
	await as(ash, (tx, me) => keepMailServer(tx, me, other, form));
	expect((await mailWay(other.settings, site.pools.worker)).setBy).toBe('host');
	await site.owner.query('delete from lamplight.mail_way');
});

test('what the environment says goes before what a host said', async () => {
	site.settings.smtpUrl = 'smtp://mail.example.com:25';
	expect(await mailWay(site.settings, site.pools.worker)).toMatchObject({
		setBy: 'environment',
		server: 'smtp://mail.example.com:25'
	});
	site.settings.smtpUrl = null;
});
