import { createServer, connect, type Server, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { openPostgres, type Postgres } from '#lib/server/postgres/server.ts';
import { beginBox, button, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { freeze } from '../postgres/freezing.ts';
import { startLamplight, type Running } from './lamplight.ts';

let postgres: Postgres;
let way: Way;
let site: Running;
let dataDir: string;
test.beforeAll(async () => {
	dataDir = await mkdtemp(join(tmpdir(), 'lamplight-away-'));
	postgres = await openPostgres({ dataDir, log: () => undefined });
	way = await openWay(postgres.ownerUrl);
	site = await startLamplight({ DATABASE_URL: way.url });
});
test.afterAll(async () => {
	await site.close();
	way.close();
	await postgres.stop();
	await rm(dataDir, { recursive: true, force: true });
});

for (const scripts of [true, false]) {
	test(`while the database is away a family is told so and loses nothing, ${scripts ? 'with' : 'without'} scripts`, async ({
		browser
	}) => {
		test.setTimeout(120_000);
		const wren = await somebody(browser, scripts ? 'Wren' : 'Wren Quiet', scripts);
		const { page } = wren;
		await signIn(site, wren);
		const box = site.origin + (await beginBox(site, page, 'Robin'));
		await page.goto(`${box}/words`);
		const words = 'The blanket was yellow. We chose it on a Tuesday.';
		await page.getByRole('textbox', { name: m.keepsakes_write_label() }).fill(words);
		way.close();

		await button(page, m.keepsakes_put_in_words()).click();
		await expect(page.getByRole('heading', { name: m.error_away_title() })).toBeVisible();
		await expect(page.getByText(words)).toBeVisible();
		const elsewhere = await wren.context.newPage();
		const answer = await elsewhere.goto(box);
		expect(answer?.status()).toBe(503);
		expect(Number(answer?.headers()['retry-after'])).toBeGreaterThan(0);
		await expect(elsewhere.getByText(m.error_away_words())).toBeVisible();
		for (const path of ['/stories', '/you', `/story/${crypto.randomUUID()}`]) {
			expect((await page.request.get(site.origin + path)).status(), path).toBe(503);
		}
		expect((await elsewhere.reload())?.status()).toBe(503);
		await expect(elsewhere.getByText(m.error_away_words())).toBeVisible();

		await way.open();
		await readByAxe(elsewhere);
		await elsewhere.getByRole('link', { name: m.error_away_again() }).click();
		await expect(elsewhere.getByRole('heading', { name: 'Robin' })).toBeVisible();
		await button(page, m.accounts_signed_out_again()).click();
		await page.goto(`${box}?show=words`);
		await expect(page.getByText(words)).toHaveCount(1);
		await wren.context.close();
	});
}

test('a database that is frozen is away as well, and what was sent can be sent again', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const wren = await somebody(browser, 'Wren Frozen', false);
	const { page } = wren;
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, page, 'Linnet'));
	await page.goto(`${box}/words`);
	const words = 'Frost on the window, and she was warm.';
	await page.getByRole('textbox', { name: m.keepsakes_write_label() }).fill(words);
	const thaw = freeze(dataDir);
	try {
		const from = Date.now();
		await button(page, m.keepsakes_put_in_words()).click();
		await expect(page.getByRole('heading', { name: m.error_away_title() })).toBeVisible({
			timeout: 20_000
		});
		expect(Date.now() - from).toBeLessThan(12_000);
		await expect(page.getByText(words)).toBeVisible();
		const next = Date.now();
		for (const path of ['/stories', '/you', '/readyz', `/story/${crypto.randomUUID()}`]) {
			expect((await page.request.get(site.origin + path)).status(), path).toBe(503);
		}
		expect(Date.now() - next).toBeLessThan(5_000);
	} finally {
		thaw();
	}
	await expect
		.poll(async () => (await page.request.get(`${site.origin}/readyz`)).status())
		.toBe(200);
	await button(page, m.accounts_signed_out_again()).click();
	await page.goto(`${box}?show=words`);
	await expect(page.getByText(words)).toHaveCount(1);
	await wren.context.close();
});

/** The only way by which a site reaches its database; it can be closed, and opened again. */
type Way = { url: string; open(): Promise<void>; close(): void };

async function openWay(to: string): Promise<Way> {
	const url = new URL(to);
	const host = decodeURIComponent(url.hostname);
	const port = url.port || '5432';
	const target = host.startsWith('/')
		? { path: `${host}/.s.PGSQL.${port}` }
		: { host, port: Number(port) };
	const passing = new Set<Socket>();
	let server: Server | null = null;
	let at = 0;
	const way: Way = {
		url: '',
		open: () =>
			new Promise((resolve, reject) => {
				server = createServer((near) => {
					const far = connect(target);
					for (const [one, other] of [
						[near, far],
						[far, near]
					] as const) {
						passing.add(one);
						one.pipe(other);
						one.on('error', () => other.destroy());
						one.on('close', () => (passing.delete(one), other.destroy()));
					}
				}).once('error', reject);
				server.listen(at, '127.0.0.1', () => {
					const address = server?.address();
					if (typeof address === 'object' && address) at = address.port;
					resolve();
				});
			}),
		close: () => {
			server?.close();
			for (const socket of passing) socket.destroy();
		}
	};
	await way.open();
	url.host = `127.0.0.1:${at}`;
	return { ...way, url: url.href };
}
