import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, link, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight } from './lamplight.ts';

test('a box that was left and an account that was closed wait, and can be come back to', async ({
	browser
}) => {
	const site = await startLamplight();
	const wren = await somebody(browser, 'Wren', false);
	const { page } = wren;
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, page, 'Robin'));

	await page.goto(`${box}/people?leaving`);
	await expect(page.getByText(m.people_leave_sure_alone())).toBeVisible();
	await button(page, m.people_leave_button()).click();
	expect((await page.request.get(box)).status()).toBe(404);
	await page.goto(`${site.origin}/boxes`);
	await readByAxe(page);
	await button(page, m.ending_keep_again_which({ name: 'Robin' })).click();
	await expect(page).toHaveURL(box);

	await page.goto(`${site.origin}/you`);
	await link(page, m.ending_link()).click();
	await expect(page.getByText(m.ending_box_goes())).toBeVisible();
	await readByAxe(page);
	await button(page, m.ending_close()).click();
	await expect(page.getByRole('heading', { name: m.ending_closed_title() })).toBeVisible();
	await readByAxe(page);
	await page.goto(box);
	expect(new URL(page.url()).pathname).not.toBe(new URL(box).pathname);

	await signIn(site, wren);
	await page.goto(`${site.origin}/you`);
	await expect(page.getByText(m.ending_taken_back())).toBeVisible();
	await readByAxe(page);
	expect((await page.request.get(box)).status()).toBe(200);
	await wren.context.close();
	await site.close();
});
