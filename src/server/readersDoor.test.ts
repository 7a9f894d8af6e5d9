import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { sessionCookie, signedCookie } from '#lib/server/auth/session.ts';
import { toldTo } from '#lib/server/web/told.ts';
import { showKeepsake } from '#lib/stories/shown.server.ts';
import { makeFamily } from '../../tests/database/family.ts';
import { openTestSite, type Person } from '../../tests/database/site.ts';
import { readersDoor } from './readersDoor.ts';

const site = await openTestSite();

/** Stands for the built pages: says what it was told, and how often it was asked. */
let asked: (string | null)[] = [];
const server = createServer(
	readersDoor(site, (request: IncomingMessage, response) => {
		const told = toldTo(request);
		asked.push(told);
		response.setHeader('content-type', 'text/plain');
		response.writeHead(told?.includes('"told" : null') ? 404 : 200);
		response.write('told: ');
		response.end(told);
	})
);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => server.close());
beforeEach(() => (asked = []));

async function read(path: string, cookies: Record<string, string> = {}) {
	const cookie = Object.entries(cookies)
		.map(([name, value]) => `${name}=${value}`)
		.join('; ');
	const response = await fetch(origin + path, { headers: cookie ? { cookie } : {} });
	return { status: response.status, body: await response.text() };
}
const signedIn = ({ session }: Person) => ({
	[sessionCookie]: encodeURIComponent(signedCookie(session, site.settings.secret))
});

test('a page is made once for the same facts, and is the same each time', async () => {
	const { story } = await makeFamily(site);
	const first = await read(`/story/${story}`);
	expect(first.body).toContain('And goodbye.');
	expect(await read(`/story/${story}`)).toEqual(first);
	expect(asked).toHaveLength(1);
});

test('what is brought back is gone with the very next look', async () => {
	const { story } = await makeFamily(site);
	await read(`/story/${story}`);
	await read(`/story/${story}`);
	await site.owner.query('update lamplight.share set ended_at = now() where story_id = $1', [
		story
	]);
	expect((await read(`/story/${story}`)).status).toBe(404);
	expect((await read(`/story/${story}`)).status).toBe(404);
	// What is not there is never remembered.
	expect(asked).toHaveLength(3);
});

test('nobody is given the page of somebody else', async () => {
	const { story, wren, tom } = await makeFamily(site);
	const bodies = [];
	for (const who of [{}, signedIn(wren), signedIn(tom), {}, signedIn(wren)]) {
		bodies.push((await read(`/story/${story}`, who)).body);
	}
	expect(asked).toHaveLength(3);
	expect(bodies[3]).toBe(bodies[0]);
	expect(bodies[4]).toBe(bodies[1]);
	expect(new Set(bodies).size).toBe(3);
	expect(bodies[0]).toContain('"viewer" : null');
});

test('a session whose signature is not ours is nobody’s', async () => {
	const { story, wren } = await makeFamily(site);
	const forged = { [sessionCookie]: encodeURIComponent(`${wren.session}.${'A'.repeat(43)}=`) };
	expect((await read(`/story/${story}`, forged)).body).toContain('"viewer" : null');
});

test('a page with an uncovered photograph is made anew each time: it lasts by the clock', async () => {
	const { story, photograph } = await makeFamily(site);
	const visit = createHash('sha256').update('a-visit').digest('base64url');
	const nobody = { lamplight: site, session: null, visit: null };
	await showKeepsake(nobody, story, photograph, () => visit);
	for (let n = 0; n < 2; n += 1) {
		const { body } = await read(`/story/${story}`, { lamplight_visit: 'a-visit' });
		expect(body).toMatch(/"shownAt" : "\d/);
	}
	expect(asked).toHaveLength(2);
});

test('somebody who has left, and every other page, is left to the pages', async () => {
	const { story } = await makeFamily(site);
	await read(`/story/${story}`, { lamplight_left: '1' });
	await read('/');
	await read(`/story/${story}?x`);
	await read('/stories?from=1&other=2');
	expect(asked).toEqual([null, null, null, null]);
});

test('the list is remembered by its cursor; what is badly written harms nothing', async () => {
	await read('/stories');
	await read('/stories');
	expect(asked).toHaveLength(1);
	for (const path of ['/stories?from=%E0%A4%A', '/stories?from=x', `/story/${'-'.repeat(36)}`]) {
		await read(path, { 'a%': '%', [sessionCookie]: '%%%' });
	}
	expect(asked).toHaveLength(4);
});

test('a browser that takes it is given the page compressed, and it is the same page', async () => {
	const { story } = await makeFamily(site);
	const once = await read(`/story/${story}`);
	const again = await fetch(`${origin}/story/${story}`, { headers: { 'accept-encoding': 'gzip' } });
	expect(again.headers.get('content-encoding')).toBe('gzip');
	expect(await again.text()).toBe(once.body);
	const plain = await fetch(`${origin}/story/${story}`, {
		headers: { 'accept-encoding': 'identity' }
	});
	expect(plain.headers.get('content-encoding')).toBeNull();
	expect(await plain.text()).toBe(once.body);
});

test('Tonight is made once a minute for each country, and anew when a host changes what it says', async () => {
	let now = new Date('2026-12-02T10:00:10Z');
	vi.spyOn(site, 'now').mockImplementation(() => now);
	onTestFinished(() => void vi.restoreAllMocks());
	const first = await read('/tonight');
	now = new Date('2026-12-02T10:00:59Z');
	expect(await read('/tonight')).toEqual(first);
	expect(asked).toHaveLength(1);
	expect((await read('/tonight', { lamplight_country: 'NZ' })).body).toContain('"NZ"');
	expect(asked).toHaveLength(2);
	now = new Date('2026-12-02T10:01:00Z');
	await read('/tonight');
	expect(asked).toHaveLength(3);
	await site.owner.query(
		`insert into lamplight.site_setting (key, value) values ('maternity_number', '"020 7946 0000"')`
	);
	expect((await read('/tonight')).body).toContain('020 7946 0000');
	expect(asked).toHaveLength(4);
	await read('/tonight');
	expect(asked).toHaveLength(4);
});

test('Tonight of somebody who is signed in, or has left the page, is left to the pages', async () => {
	const { wren } = await makeFamily(site);
	await read('/tonight', signedIn(wren));
	await read('/tonight', signedIn(wren));
	expect(asked).toEqual([null, null]);
});

test('Tonight is there while the database is away', async () => {
	const before = await read('/tonight');
	const away = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
	vi.spyOn(site.pools.web, 'getExecutor').mockImplementation(() => {
		throw away;
	});
	onTestFinished(() => void vi.restoreAllMocks());
	expect((await read('/tonight')).status).toBe(200);
	expect(before.body).toContain('Samaritans');
});
