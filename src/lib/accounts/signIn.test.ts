import type { Cookies } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { linkHours } from '#lib/server/auth/auth.ts';
import { sessionToken, signedCookie } from '#lib/server/auth/session.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotRight } from '#lib/server/failures.ts';
import { wordsOf } from '#lib/server/mail/words.ts';
import { parseTyped } from '#lib/server/web/forms.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { linkFor, queuedFor } from '../../../tests/mail/queued.ts';
import { signInForm } from './schema.ts';
import { askForLink, enterByLink, justEntered, signOut } from './signIn.server.ts';

const site = await openTestSite();
let places = 0;

const ask = (email: string, place = `198.51.100.${++places}`) =>
	askForLink(site, parseTyped(signInForm, { email }), place);
const whoIs = (session: string | null) =>
	asViewer(site.pools.web, session, async (_tx, viewer) => viewer?.id ?? null);

/** The cookies an answer sets, as the browser would send them back. */
function sentBack(headers: Headers): Cookies {
	const jar = new Map(
		headers.getSetCookie().map((line) => {
			const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/s);
			return [name, decodeURIComponent(value)] as const;
		})
	);
	return { get: (name: string) => jar.get(name) } as Cookies;
}

test('a link that was sent lets in once', async () => {
	await ask('once@example.org');
	const token = await linkFor(site, 'once@example.org');
	const entered = await enterByLink(site, token);
	expect(entered?.viewer.name).toBe('');
	expect(await whoIs(entered?.session ?? null)).toBe(entered?.viewer.id);
	expect(await enterByLink(site, token)).toBeNull();
});

test('two presses of the button at once let in once', async () => {
	await ask('twice@example.org');
	const token = await linkFor(site, 'twice@example.org');
	const answers = await Promise.all([enterByLink(site, token), enterByLink(site, token)]);
	expect(answers.filter((each) => each !== null)).toHaveLength(1);
});

test('whoever pressed the button a second time has just come in, and an hour later has not', async () => {
	await ask('pressed@example.org');
	const entered = await enterByLink(site, await linkFor(site, 'pressed@example.org'));
	const session = entered?.session ?? null;
	expect((await justEntered(site, session))?.id).toBe(entered?.viewer.id);
	expect(await justEntered(site, null)).toBeNull();
	expect(await justEntered(site, 'a session that never was')).toBeNull();
	await site.owner.query(
		`update auth."session" set "createdAt" = now() - interval '1 hour' where "token" = $1`,
		[session]
	);
	expect(await justEntered(site, session)).toBeNull();
});

test('while a letter waits nothing in the queue opens a door, nor says where it leads', async () => {
	const [email, next] = ['sealed@example.org', '/invitation/a-token-of-an-invitation'];
	await askForLink(site, { email, next }, '198.51.100.250');
	const token = await linkFor(site, email);
	const { rows } = await site.owner.query('select * from graphile_worker._private_jobs');
	expect(JSON.stringify(rows)).toContain(email);
	expect(JSON.stringify(rows)).not.toMatch(/a-token-of-an-invitation/);
	expect(JSON.stringify(rows)).not.toContain(token);
	const [letter] = await queuedFor(site, email);
	const words = letter && (await wordsOf(site, letter));
	const link = new URL(words?.link.href ?? '');
	expect(link.searchParams.get('next')).toBe(next);
	expect(await enterByLink(site, link.searchParams.get('token') ?? '')).not.toBeNull();
});

test('a link that was changed lets nobody in, and leaves the true one as it was', async () => {
	await ask('changed@example.org');
	const token = await linkFor(site, 'changed@example.org');
	const changed = token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a');
	expect(await enterByLink(site, changed)).toBeNull();
	expect(await enterByLink(site, '')).toBeNull();
	expect(await enterByLink(site, token)).not.toBeNull();
});

test('a link grows too old after the two hours its letter speaks of', async () => {
	await ask('old@example.org');
	const token = await linkFor(site, 'old@example.org');
	const { rows } = await site.owner.query(
		`select extract(epoch from "expiresAt" - "createdAt") / 3600 as hours
		from auth."verification" order by "createdAt" desc limit 1`
	);
	expect(Number(rows[0].hours)).toBeCloseTo(linkHours, 2);
	await site.owner.query(
		`update auth."verification" set "expiresAt" = now() - interval '1 second'`
	);
	expect(await enterByLink(site, token)).toBeNull();
});

test('the table of links opens nothing: a link is not in it', async () => {
	await ask('table@example.org');
	const token = await linkFor(site, 'table@example.org');
	const { rows } = await site.owner.query('select * from auth."verification"');
	expect(rows.length).toBeGreaterThan(0);
	expect(JSON.stringify(rows)).not.toContain(token);
});

test('one address is one account, however it is written', async () => {
	await ask('Wren@Example.org ');
	const first = await enterByLink(site, await linkFor(site, 'wren@example.org'));
	await ask('wren@example.org');
	const second = await enterByLink(site, await linkFor(site, 'wren@example.org'));
	expect(second?.viewer.id).toBe(first?.viewer.id);
});

test('an address gets five letters an hour, and nobody is told whether it had them', async () => {
	for (let letter = 0; letter < 7; letter++) await ask('bounded@example.org');
	expect(await queuedFor(site, 'bounded@example.org')).toHaveLength(5);
});

test('one place asks for thirty letters an hour, and is told when that is too many', async () => {
	const place = '203.0.113.9';
	for (let letter = 0; letter < 30; letter++) await ask(`place-${letter}@example.org`, place);
	await expect(ask('place-31@example.org', place)).rejects.toThrow(NotRight);
	expect(await queuedFor(site, 'place-31@example.org')).toHaveLength(0);
	await ask('place-31@example.org');
	expect(await queuedFor(site, 'place-31@example.org')).toHaveLength(1);
});

test('what is counted names no address and no place', async () => {
	await ask('uncounted@example.org', '203.0.113.77');
	const { rows } = await site.owner.query('select key from lamplight.attempt');
	expect(JSON.stringify(rows)).not.toMatch(/example\.org|203\.0\.113/);
});

test('an address that is none is answered with a sentence, and no letter', async () => {
	for (const email of ['', 'wren', 'wren@', '@example.org', `${'w'.repeat(250)}@example.org`]) {
		expect(() => parseTyped(signInForm, { email })).toThrow(NotRight);
	}
});

test('the cookie that signing in sets is the one that pages understand', async () => {
	await ask('cookie@example.org');
	const entered = await enterByLink(site, await linkFor(site, 'cookie@example.org'));
	const cookies = sentBack(entered?.cookies ?? new Headers());
	expect(sessionToken(cookies, site.settings.secret)).toBe(entered?.session);
	expect(entered?.cookies.get('set-cookie')).toMatch(/HttpOnly/i);
	expect(entered?.cookies.get('set-cookie')).toMatch(/SameSite=Lax/i);
	expect(entered?.cookies.get('set-cookie')).toMatch(/Max-Age=7776000/i);
});

test('a forged session is nobody', async () => {
	const wren = await site.person('Wren');
	const holding = (value: string) =>
		({
			get: (name: string) => (name === 'lamplight.session_token' ? value : undefined)
		}) as Cookies;
	const read = (value: string) => sessionToken(holding(value), site.settings.secret);
	const good = signedCookie(wren.session, site.settings.secret);
	expect(read(good)).toBe(wren.session);
	expect(read(wren.session)).toBeNull();
	expect(read(`${wren.session}.`)).toBeNull();
	expect(read(signedCookie(wren.session, 'another secret'))).toBeNull();
	expect(read(`x${good}`)).toBeNull();
	const other = await site.person('Tom');
	expect(read(`${other.session}${good.slice(good.lastIndexOf('.'))}`)).toBeNull();
	expect(
		await whoIs(read(signedCookie('a session that never was', site.settings.secret)))
	).toBeNull();
});

test('where and with what somebody signed in is not kept', async () => {
	await ask('traces@example.org', '203.0.113.50');
	const entered = await enterByLink(site, await linkFor(site, 'traces@example.org'));
	const { rows } = await site.owner.query(
		'select "ipAddress", "userAgent" from auth."session" where "token" = $1',
		[entered?.session]
	);
	expect(rows).toEqual([{ ipAddress: null, userAgent: null }]);
});

test('the session of an account that has ended is nobody, and its letters open nothing', async () => {
	await ask('ended@example.org');
	const entered = await enterByLink(site, await linkFor(site, 'ended@example.org'));
	await ask('ended@example.org');
	await site.owner.query('update lamplight.member set ended_at = now() where id = $1', [
		entered?.viewer.id
	]);
	expect(await whoIs(entered?.session ?? null)).toBeNull();
	expect(await enterByLink(site, await linkFor(site, 'ended@example.org'))).toBeNull();
});

test('a session that has run out is nobody', async () => {
	const wren = await site.person('Wren');
	await site.owner.query(
		`update auth."session" set "expiresAt" = now() - interval '1 second' where "token" = $1`,
		[wren.session]
	);
	expect(await whoIs(wren.session)).toBeNull();
});

test('signing out ends the session where it stands, not only on the device', async () => {
	const wren = await site.person('Wren');
	const cookie = `lamplight.session_token=${encodeURIComponent(signedCookie(wren.session, site.settings.secret))}`;
	const cookies = await signOut(site, new Headers({ cookie }));
	expect(await whoIs(wren.session)).toBeNull();
	expect(cookies.get('set-cookie')).toMatch(/lamplight\.session_token=;.*Max-Age=0/i);
});
