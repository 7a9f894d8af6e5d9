import { expect, test, type Browser, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { button, link, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { atTime, startLamplight, type Running } from './lamplight.ts';

/** Somebody who is not signed in, without scripts, on the page for tonight, with their country chosen. */
async function tonight(browser: Browser, site: Running): Promise<Page> {
	const { page } = await somebody(browser, 'Nobody', false);
	await page.goto(site.origin);
	await link(page, m.nav_tonight()).click();
	await page.getByLabel(m.help_country()).selectOption({ label: m.help_gb() });
	await button(page, m.help_country_choose()).click();
	return page;
}

const linesOn = (page: Page) => page.locator('#talk').getByRole('heading', { level: 3 });

test('help lines without scripts: by day, by night, and when nobody has checked them for long', async ({
	browser
}) => {
	// A Wednesday morning in London.
	const site = await startLamplight(atTime('2026-12-02T10:00:00Z'));
	const host = await somebody(browser, 'Ash', true);
	await signIn(site, host);
	await host.page.goto(site.hostLink);
	await button(host.page, m.accounts_invitation_take_host()).click();
	let page = await tonight(browser, site);
	await expect(linesOn(page).first()).toHaveText('Miscarriage Association');
	await expect(page.getByText(m.help_open_until({ time: '16:00' }))).toBeVisible();
	await expect(link(page, m.help_call({ number: '999' }))).toHaveAttribute('href', 'tel:999');
	await expect(link(page, m.help_call({ number: '01924 200799' }))).toHaveAttribute(
		'href',
		'tel:01924200799'
	);
	await page.getByText(m.help_bleeding_title(), { exact: true }).click();
	await expect(page.getByText(m.help_bleeding())).toBeVisible();
	await readByAxe(page);

	await site.stop();
	await site.start(atTime('2026-12-02T23:30:00Z'));
	await page.reload();
	await expect(linesOn(page).first()).toHaveText('Samaritans');
	await expect(page.getByText(m.help_opens({ time: 'Thursday 09:00' }))).toBeVisible();

	await site.stop();
	await site.start(atTime('2028-01-12T10:00:00Z'));
	await page.reload();
	await expect(linesOn(page)).toHaveText(['Samaritans']);
	await expect(page.getByText(m.help_checked_long_ago({ date: '25 November 2026' }))).toBeVisible();
	await expect(page.getByText(m.help_aside())).toBeVisible();
	await expect(link(page, 'findahelpline.com')).toBeVisible();
	await readByAxe(page);
	await page.goto(`${site.origin}/in-danger`);
	await expect(page.getByRole('heading', { name: 'Samaritans' })).toBeVisible();
	await expect(page.getByText(m.danger_here_words())).toBeVisible();
	await readByAxe(page);

	// The host looks at a source again: the line is back for everybody.
	await host.page.goto(`${site.origin}/host/help`);
	await readByAxe(host.page);
	await button(host.page, m.help_host_check_which({ name: 'Miscarriage Association' })).click();
	await link(host.page, m.help_host_correct_which({ name: 'Miscarriage Association' })).click();
	await host.page.getByLabel(m.help_line_hours(), { exact: true }).fill('in the mornings');
	await button(host.page, m.help_line_keep()).click();
	await expect(host.page.getByText(m.help_hours_wrong())).toBeVisible();
	await readByAxe(host.page);
	await host.page.getByLabel(m.help_line_hours(), { exact: true }).fill('Mon-Fri 09:00-17:00');
	await button(host.page, m.help_line_keep()).click();
	await host.page.getByLabel(m.help_near_maternity(), { exact: true }).fill('Ward 4');
	await host.page.getByLabel(m.help_near_number(), { exact: true }).fill('020 7946 0000');
	await button(host.page, m.help_near_keep()).click();
	await expect(host.page.getByText(m.hosting_saved())).toBeVisible();
	page = await tonight(browser, site);
	await expect(linesOn(page).first()).toHaveText('Miscarriage Association');
	await expect(page.getByText(m.help_open_until({ time: '17:00' }))).toBeVisible();
	await expect(
		link(page, m.help_call_whom({ name: 'Ward 4', number: '020 7946 0000' }))
	).toBeVisible();
	await host.context.close();
	await site.close();
});
