import { expect, test, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, link, signIn, somebody, type Somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { chromiumArguments, chromiumPath } from './chromium.ts';
import { startLamplight, type Running } from './lamplight.ts';

const executablePath = chromiumPath();
// A microphone that beeps, and a browser that lets our page hear it.
const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
test.use({
	launchOptions: {
		args: [...chromiumArguments, ...microphone],
		...(executablePath ? { executablePath } : {})
	}
});

let site: Running;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.afterAll(async () => {
	await site.close();
});

async function atRecording(wren: Somebody): Promise<string> {
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, wren.page, 'Robin'));
	await wren.page.goto(`${box}/put-in`);
	await link(wren.page, m.recording_link()).click();
	await expect(wren.page.getByRole('heading', { name: m.recording_title() })).toBeVisible();
	return box;
}

const clock = (page: Page) => page.getByRole('timer');
/** Until so many seconds are recorded. */
const recordedFor = (page: Page, seconds: number) =>
	expect
		.poll(async () => Number((await clock(page).innerText()).split(':')[1]), { timeout: 20_000 })
		.toBeGreaterThanOrEqual(seconds);
const lengthOf = (page: Page) =>
	page.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
		audio.muted = true;
		await audio.play();
		return audio.duration;
	});

test('something is recorded in the page, paused, heard, and kept as a recording that plays', async ({
	browser
}) => {
	test.setTimeout(180_000);
	const wren = await somebody(browser, 'Wren', true);
	const { page } = wren;
	const box = await atRecording(wren);
	await readByAxe(page);
	// By the keyboard alone.
	await button(page, m.recording_start()).press('Enter');
	await expect(button(page, m.recording_pause())).toBeFocused();
	await recordedFor(page, 2);
	await readByAxe(page);
	await page.keyboard.press('Enter');
	await expect(page.getByText(m.recording_paused())).toBeVisible();
	const paused = await clock(page).innerText();
	await button(page, m.recording_resume()).click();
	await expect(clock(page)).not.toHaveText(paused);
	await button(page, m.recording_finish()).click();

	await expect(page.getByText(m.recording_not_kept_yet())).toBeVisible();
	// What was just recorded stands first, and the keyboard is there.
	await expect(page.getByRole('heading', { name: /^Recorded on/ })).toBeFocused();
	await readByAxe(page);
	expect(await lengthOf(page)).toBeGreaterThan(1.5);
	await button(page, m.recording_keep()).click();
	await expect(page.getByText(m.recording_kept())).toBeVisible();
	await page.reload();
	await expect(button(page, m.recording_start())).toBeVisible();
	await expect(page.getByText(m.recording_not_kept_yet())).toHaveCount(0);

	await page.goto(`${box}?show=films`);
	await page.locator('a[href*="/keepsake/"]').first().click();
	await expect(async () => {
		await page.reload();
		await expect(page.locator('audio')).toBeAttached({ timeout: 1000 });
	}).toPass({ timeout: 90_000 });
	expect(await lengthOf(page)).toBeGreaterThan(1.5);
	await wren.context.close();
});

test('what was being recorded when the page went away is there again, to be kept or discarded', async ({
	browser
}) => {
	const wren = await somebody(browser, 'Tom', true);
	const box = await atRecording(wren);
	await button(wren.page, m.recording_start()).click();
	await recordedFor(wren.page, 3);
	const other = await wren.context.newPage();
	await other.goto(`${box}/record`);
	await expect(button(other, m.recording_start())).toBeVisible();
	// Another page leaves alone what is being recorded in this one.
	await expect(other.getByText(m.recording_not_kept_yet())).toHaveCount(0);
	await other.close();
	await wren.page.close();

	const page = await wren.context.newPage();
	await page.goto(`${box}/record`);
	await expect(page.getByText(m.recording_not_kept_yet())).toBeVisible();
	expect(await lengthOf(page)).toBeGreaterThan(1);
	await button(page, m.recording_discard()).click();
	await button(page, m.recording_discard_no()).click();
	await button(page, m.recording_discard()).click();
	await button(page, m.recording_discard_yes()).click();
	await page.reload();
	await expect(button(page, m.recording_start())).toBeVisible();
	await expect(page.getByText(m.recording_not_kept_yet())).toHaveCount(0);
	await wren.context.close();
});

test('where a page may not hear anybody, that is said, with another way; and only this page may ask', async ({
	browser
}) => {
	const wren = await somebody(browser, 'Ines', true);
	const { page } = wren;
	const box = await atRecording(wren);
	const policyOf = async (path: string) =>
		(await page.request.get(`${box}${path}`)).headers()['permissions-policy'];
	expect(await policyOf('/record')).toContain('microphone=(self)');
	for (const path of ['', '/put-in', '/people']) {
		expect(await policyOf(path), path).toContain('microphone=()');
	}
	await page.addInitScript(() => {
		navigator.mediaDevices.getUserMedia = () =>
			Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
	});
	await page.reload();
	await button(page, m.recording_start()).click();
	await expect(page.getByText(m.recording_refused())).toBeVisible();
	await readByAxe(page);
	await link(page, m.recording_elsewhere()).click();
	await expect(page.getByRole('heading', { name: m.keepsakes_put_in_title() })).toBeVisible();

	await page.addInitScript(() => Reflect.deleteProperty(window, 'MediaRecorder'));
	await page.goto(`${box}/record`);
	await expect(page.getByText(m.recording_cannot())).toBeVisible();
	await wren.context.close();

	const quiet = await somebody(browser, 'Ines Quiet', false);
	await atRecording(quiet);
	await expect(quiet.page.getByText(m.recording_needs_scripts())).toBeVisible();
	await readByAxe(quiet.page);
	await quiet.context.close();
});
