import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { drawn } from '#lib/server/pictures/testing/drawn.ts';
import { beginBox, button, link, putIn, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
let folder: string;
test.beforeAll(async () => {
	site = await startLamplight();
	folder = await mkdtemp(join(tmpdir(), 'lamplight-keeping-'));
});
test.afterAll(async () => {
	await site.close();
	await rm(folder, { recursive: true, force: true });
});

/** `lamplight verify`, beside the one that is open; says what it found and how it ended. */
function verify() {
	const { stdout, status } = spawnSync(process.execPath, ['cli/lamplight.ts', 'verify'], {
		encoding: 'utf8',
		env: { ...process.env, LAMPLIGHT_DATA: site.dataDir }
	});
	return { said: stdout, status };
}

/** Turns one bit of the only original of this size. */
async function flipOriginal(bytes: number): Promise<void> {
	const originals = join(site.dataDir, 'files', 'originals');
	for (const name of await readdir(originals, { recursive: true })) {
		const path = join(originals, name);
		const { size } = await stat(path);
		if (size !== bytes) continue;
		const file = await open(path, 'r+');
		const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 1000);
		await file.write(Buffer.of((buffer[0] ?? 0) ^ 1), 0, 1, 1000);
		return file.close();
	}
	throw new Error('No original is that long.');
}

test('what is damaged or cannot be shown is said to the host without a name, and to the family in words', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const jo = await somebody(browser, 'Jo', true);
	await jo.page.goto(site.hostLink);
	await jo.page.getByLabel(m.accounts_name()).fill('Jo');
	await jo.page.getByLabel(m.accounts_email()).fill('jo@example.org');
	await button(jo.page, m.accounts_invitation_take_host()).click();
	await jo.page.waitForURL('**/host/setup');
	await jo.page.goto(`${site.origin}/host/keeping`);
	await expect(jo.page.getByText(m.checking_none_yet())).toBeVisible();
	await readByAxe(jo.page);

	const whole = await drawn(800, 600).jpeg().toBuffer();
	const [wholeFile, cutFile] = [join(folder, 'by the sea.jpg'), join(folder, 'cut short.jpg')];
	await writeFile(wholeFile, whole);
	await writeFile(cutFile, (await drawn(640, 480).jpeg().toBuffer()).subarray(0, 300));
	const wren = await somebody(browser, 'Wren', false);
	const { page } = wren;
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, page, 'Robin'));
	await putIn(page, box, [wholeFile, cutFile], false);

	// What could not be shown is tried again when its keeper asks for it.
	await page.goto(box);
	await expect(async () => {
		await page.reload();
		await expect(page.getByText(m.keepsakes_cannot_show())).toBeVisible({ timeout: 1000 });
	}).toPass({ timeout: 60_000 });
	await page.getByText('cut short.jpg').click();
	await expect(button(page, m.films_try_again())).toBeVisible();
	await readByAxe(page);
	await button(page, m.films_try_again()).click();
	await expect(async () => {
		await page.reload();
		await expect(button(page, m.films_try_again())).toBeVisible({ timeout: 1000 });
	}).toPass({ timeout: 60_000 });

	await flipOriginal(whole.length);
	const found = verify();
	expect([found.status, found.said]).toEqual([1, expect.stringContaining('DAMAGED')]);
	await jo.page.reload();
	await expect(jo.page.getByText(m.checking_changed(), { exact: false }).first()).toBeVisible();
	await expect(jo.page.getByRole('heading', { name: m.checking_found() })).toBeVisible();
	await expect(jo.page.getByRole('heading', { name: m.checking_not_shown() })).toBeVisible();
	await expect(jo.page.getByText(m.checking_why_damaged())).toBeVisible();
	for (const name of ['by the sea', 'cut short', 'Robin', 'Wren']) {
		await expect(jo.page.locator('main')).not.toContainText(name);
	}
	await readByAxe(jo.page);
	await page.goto(box);
	await expect(page.getByText(/something was found damaged/)).toBeVisible();
	await readByAxe(page);

	// Putting it in again mends it.
	await putIn(page, box, [wholeFile], false);
	expect(verify().status).toBe(0);
	await jo.page.reload();
	await expect(jo.page.getByText(m.checking_all_whole(), { exact: false })).toBeVisible();
	await page.goto(box);
	await expect(page.getByText(/something was found damaged/)).toHaveCount(0);
	await expect(page.getByText(/was checked and is whole/)).toBeVisible();
	await link(jo.page, m.hosting_title()).click();
	await wren.context.close();
	await jo.context.close();
});
