import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { button, mailedLink } from './acts.ts';
import { askToShare } from './asking.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.afterAll(async () => {
	await site.close();
});

test('whoever asks reminds once, and the other is told kindly, without scripts', async ({
	browser
}) => {
	const { wren, tom, box, question } = await askToShare(browser, site, 'An evening');
	await mailedLink(site, tom.email, '/proposal/');
	await wren.page.goto(question);
	await readByAxe(wren.page);
	await button(wren.page, m.sharing_remind()).click();
	await expect(wren.page.getByText(m.sharing_reminded_yours())).toBeVisible();
	await expect(button(wren.page, m.sharing_remind())).toHaveCount(0);
	expect(await mailedLink(site, tom.email, '/proposal/')).toBe(question);
	for (const page of [box, question]) {
		await tom.page.goto(page);
		await expect(tom.page.getByText(m.sharing_reminded({ name: wren.name }))).toBeVisible();
		await readByAxe(tom.page);
	}
	await button(tom.page, m.sharing_not_yet()).click();
	await expect(tom.page.getByText(m.sharing_yours_not_yet())).toBeVisible();
	await expect(tom.page.getByText(m.sharing_reminded({ name: wren.name }))).toHaveCount(0);
});
