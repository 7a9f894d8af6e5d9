import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { runLamplight } from '../../cli/line/testing.ts';
import { button, link, mailedLink, signIn } from './acts.ts';
import { askToShare, sendYes } from './asking.ts';
import { readByAxe } from './axe.ts';
import { startLamplight } from './lamplight.ts';

/** What a host types, and what it says on the terminal. */
async function typed(dataDir: string, args: string[]): Promise<string> {
	const { said, noted, code } = await runLamplight(args, { LAMPLIGHT_DATA: dataDir });
	expect(code, noted).toBe(0);
	return said;
}

test('a place that came back from a backup says so to a family, and sharing again is near', async ({
	browser,
	playwright
}) => {
	const site = await startLamplight();
	const asking = await askToShare(browser, site, 'The morning light');
	const { wren, tom, box, story } = asking;
	await sendYes(site, asking);
	const stranger = await playwright.request.newContext();
	expect((await stranger.get(story)).status()).toBe(200);

	await site.stop();
	const place = await mkdtemp(join(tmpdir(), 'lamplight-backup-'));
	expect(await typed(site.dataDir, ['backup', place])).toContain('Backup ');
	const broken = `${site.dataDir}-broken`;
	await rename(site.dataDir, broken);
	const said = await typed(site.dataDir, ['restore', place]);
	expect(said).toContain('Nothing is shared with anybody now');
	await site.start();
	expect((await stranger.get(story)).status()).toBe(404);

	await signIn(site, wren);
	await wren.page.goto(box);
	await expect(wren.page.getByText(/^This place was brought back from a copy of \d/)).toBeVisible();
	await readByAxe(wren.page);
	await wren.page.setViewportSize({ width: 320, height: 640 });
	const wide = () => wren.page.evaluate(() => document.documentElement.scrollWidth);
	expect(await wide()).toBeLessThanOrEqual(320);
	await link(wren.page, m.sharing_notice_share_again()).click();
	await expect(wren.page.getByRole('checkbox', { name: m.sharing_anyone() })).toBeChecked();
	await expect(wren.page.getByRole('checkbox', { name: m.going_findable() })).toBeChecked();
	await button(wren.page, m.sharing_form_look()).click();
	await wren.page.locator('form#look button.main').click();
	await expect(wren.page.getByText(m.sharing_said_asked())).toBeVisible();

	// The letter that asks Tom has come before the one with the link.
	const question = await mailedLink(site, tom.email, '/proposal/');
	await signIn(site, tom);
	await tom.page.goto(box);
	await expect(tom.page.getByText(/^This place was brought back/)).toBeVisible();
	await tom.page.goto(question);
	await button(tom.page, m.sharing_yes()).click();
	await expect(tom.page.getByText(m.sharing_question_agreed())).toBeVisible();
	expect((await stranger.get(story)).status()).toBe(200);
	await tom.page.goto(box);
	await button(tom.page, m.sharing_notices_aside()).click();
	await expect(tom.page.getByText(/^This place was brought back/)).toHaveCount(0);

	await Promise.all([wren, tom].map(({ context }) => context.close()));
	await stranger.dispose();
	await site.close();
	for (const folder of [place, broken]) await rm(folder, { recursive: true, force: true });
});
