import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { button, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight } from './lamplight.ts';

test('the name a host gives stands on every page at once, and in no tab', async ({ browser }) => {
	const site = await startLamplight();
	const jo = await somebody(browser, 'Jo', false);
	await jo.page.goto(site.hostLink);
	await jo.page.getByLabel(m.accounts_name()).fill(jo.name);
	await jo.page.getByLabel(m.accounts_email()).fill(jo.email);
	await button(jo.page, m.accounts_invitation_take_host()).click();
	await jo.page.waitForURL('**/host/setup');
	for (const path of ['/host/setup', '/welcome', '/host/keeping']) {
		await jo.page.goto(site.origin + path);
		await readByAxe(jo.page);
	}
	const reader = await somebody(browser, 'Kit', false);
	const shown = reader.page.getByRole('banner').getByText('The Quiet Room', { exact: true });
	// Seen before, so that a remembered page would still carry the earlier name.
	await reader.page.goto(`${site.origin}/stories`);
	await reader.page.goto(`${site.origin}/stories`);
	await expect(shown).toHaveCount(0);
	// Asked in one place alone.
	await jo.page.goto(`${site.origin}/welcome`);
	await expect(jo.page.getByLabel(m.hosting_site_name())).toHaveCount(0);
	await jo.page.goto(`${site.origin}/host/setup`);
	await jo.page.getByLabel(m.hosting_site_name()).fill('The Quiet Room');
	await button(jo.page, m.setup_keep()).first().click();
	await expect(jo.page.getByText(m.setup_kept(), { exact: true })).toBeVisible();
	for (const path of ['/stories', '/', '/tonight', '/sign-in', '/nothing-is-here']) {
		await reader.page.goto(site.origin + path);
		await expect(shown).toHaveCount(1);
		expect(await reader.page.title()).not.toContain('Quiet Room');
	}
	await reader.page.setViewportSize({ width: 390, height: 800 });
	await expect(
		reader.page.getByRole('contentinfo').getByText('The Quiet Room', { exact: true })
	).toBeVisible();
	await reader.context.close();
	await jo.context.close();
	await site.close();
});
