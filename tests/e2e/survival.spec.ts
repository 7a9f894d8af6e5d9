import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, signIn, somebody } from './acts.ts';
import { expectNoTraces, expectOriginals } from './files.ts';
import { startLamplight } from './lamplight.ts';
import { haveRealPhotographs, realPhotographs } from './photographs.ts';

test('what was said to be kept is there after kill -9, and the rest goes on by itself', async ({
	browser
}) => {
	test.skip(!haveRealPhotographs, 'The real photographs do not lie beside the project.');
	test.setTimeout(240_000);
	const site = await startLamplight();
	const wren = await somebody(browser, 'Wren', true);
	const { page } = wren;
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, page, 'Robin'));
	const files = realPhotographs('heic', 'orientation', 'gps', 'other');
	await page.goto(`${box}/put-in`);
	await page.locator('input[type=file]').setInputFiles(files);
	await button(page, m.keepsakes_put_in()).click();
	// Killed while files arrive and the pictures of the first ones are being made.
	await expect(page.getByText(m.keepsakes_state_kept(), { exact: true }).nth(3)).toBeVisible({
		timeout: 60_000
	});
	await site.kill();
	await site.start();
	await expect(page.getByText(m.keepsakes_all_kept(), { exact: true })).toBeVisible({
		timeout: 120_000
	});
	await expect
		.poll(async () => (await (await page.request.get(box)).text()).includes(m.keepsakes_making()), {
			timeout: 120_000
		})
		.toBe(false);
	await expectOriginals(page, box, files);
	expect(await expectNoTraces(page, box)).toBeGreaterThan(files.length);
	await wren.context.close();
	await site.close();
});
