import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, link, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.afterAll(async () => {
	await site.close();
});

for (const scripts of [true, false]) {
	test(`a box for an early loss is as whole as any other, ${scripts ? 'with' : 'without'} scripts`, async ({
		browser
	}) => {
		const ada = await somebody(browser, `Ada${scripts ? '' : 'plain'}`, scripts);
		await signIn(site, ada);
		await ada.page.goto(`${site.origin}/boxes/begin`);
		await readByAxe(ada.page);
		await button(ada.page, m.box_begin_button()).click();
		await ada.page.waitForURL(/\/box\/[0-9a-f-]+$/);
		await expect(ada.page.getByRole('heading', { level: 1, name: m.box_nameless() })).toBeVisible();
		await expect(ada.page.getByText(m.box_empty_title())).toBeVisible();
		await readByAxe(ada.page);

		await ada.page.goto(`${ada.page.url()}/words`);
		await ada.page
			.getByLabel(m.keepsakes_write_label())
			.fill('A made-up line, for the light in March.');
		await button(ada.page, m.keepsakes_put_in_words()).click();
		await expect(ada.page.getByText('A made-up line, for the light in March.')).toBeVisible();
		await ada.context.close();
	});

	test(`what is not right is said beside its field, and nothing typed is lost, ${scripts ? 'with' : 'without'} scripts`, async ({
		browser
	}) => {
		const eva = await somebody(browser, `Eva${scripts ? '' : 'plain'}`, scripts);
		await signIn(site, eva);
		const { page } = eva;
		await page.goto(`${site.origin}/boxes/begin`);
		await page.getByLabel(m.box_begin_name(), { exact: true }).fill('Wren');
		await page.getByLabel(m.box_begin_weeks()).fill('99');
		await button(page, m.box_begin_button()).click();
		const weeks = page.getByLabel(m.box_begin_weeks());
		await expect(page.getByText(m.box_begin_weeks_wrong())).toBeVisible();
		await expect(weeks).toBeFocused();
		await expect(weeks).toHaveValue('99');
		await expect(page.getByLabel(m.box_begin_name(), { exact: true })).toHaveValue('Wren');
		await readByAxe(page);
		await eva.context.close();
	});
}

test('the first host is made by the link at the terminal, once', async ({ browser }) => {
	const jo = await somebody(browser, 'Jo', true);
	expect(site.hostLink).toContain('/invitation/');
	await jo.page.goto(site.hostLink);
	await readByAxe(jo.page);
	await jo.page.getByLabel(m.accounts_name()).fill('Jo');
	await jo.page.getByLabel(m.accounts_email()).fill('jo@example.org');
	await button(jo.page, m.accounts_invitation_take_host()).click();
	await jo.page.waitForURL('**/host/setup');
	await readByAxe(jo.page);
	const passerBy = await somebody(browser, 'Mallory', true);
	await passerBy.page.goto(site.hostLink);
	await expect(
		passerBy.page.getByRole('heading', { name: m.accounts_invitation_gone_title() })
	).toBeVisible();
	await jo.context.close();
	await passerBy.context.close();
});

test('leaving shows nothing, and the back button shows nothing either', async ({ browser }) => {
	for (const scripts of [true, false]) {
		const mia = await somebody(browser, `Mia${scripts}`, scripts);
		await signIn(site, mia);
		const { page } = mia;
		const path = await beginBox(site, page, 'Juniper');
		await button(page, m.leave_page()).click();
		await page.waitForURL('**/leave');
		await expect(page.getByText('Juniper')).toHaveCount(0);
		await page.goBack();
		await expect(page).toHaveTitle('New page');
		await page.goto(site.origin + path);
		await expect(page).toHaveTitle('New page');
		await button(page, 'Continue').click();
		await page.goto(site.origin + path);
		await expect(page.getByRole('heading', { name: 'Juniper' })).toBeVisible();
		await mia.context.close();
	}
});

test('leaving waits for nothing, and clears what the device kept', async ({ browser }) => {
	const mia = await somebody(browser, 'Mia at once', true);
	await signIn(site, mia);
	const { page } = mia;
	await beginBox(site, page, 'Juniper');
	await page.evaluate(async () => {
		localStorage.setItem('dim', '1');
		for (const name of ['lamplight-drafts', 'lamplight-put-in', 'lamplight-recording']) {
			const opening = indexedDB.open(name, 1);
			await new Promise((resolve) => (opening.onsuccess = resolve));
			opening.result.onversionchange = () => opening.result.close();
		}
		// A browser that is busy clearing may never answer what it still holds.
		indexedDB.databases = () => new Promise(() => undefined);
		caches.keys = () => new Promise(() => undefined);
	});
	await button(page, m.leave_page()).click();
	await page.waitForURL('**/leave');
	const kept = () =>
		page.evaluate(async () => [...Object.keys(localStorage), ...(await indexedDB.databases())]);
	await expect.poll(kept).toEqual([]);
	await mia.context.close();
});

test('every page that needs no family passes axe, by day and by night, from 320 px', async ({
	browser
}) => {
	for (const colorScheme of ['light', 'dark'] as const) {
		const context = await browser.newContext({
			colorScheme,
			viewport: { width: 320, height: 640 }
		});
		const page = await context.newPage();
		for (const path of [
			'/',
			'/sign-in',
			'/stories',
			'/tonight',
			'/what-this-site-can-see',
			'/keep-safe',
			'/nowhere'
		]) {
			await page.goto(site.origin + path);
			await readByAxe(page);
			const wide = await page.evaluate(() => document.documentElement.scrollWidth);
			expect(wide, `${path} at 320 px`).toBeLessThanOrEqual(320);
		}
		await page.goto(site.origin);
		await expect(link(page, m.nav_tonight())).toBeInViewport();
		await expect(button(page, m.leave_page())).toBeInViewport();
		await context.close();
	}
});
