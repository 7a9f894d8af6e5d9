import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, putIn, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';
import { haveRealPhotographs, realPhotographs } from './photographs.ts';

const made = mkdtempSync(join(tmpdir(), 'lamplight-kinds-'));
const film = join(made, 'first-snow.mov');
const recording = join(made, 'lullaby.mp3');
const paper = join(made, 'a-letter.pdf');
const seen = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=25:duration=3'];
const heard = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=3'];

let site: Running;
test.beforeAll(async () => {
	const quiet = ['-v', 'error', '-y'];
	execFileSync('ffmpeg', [...quiet, ...seen, ...heard, '-c:v', 'mjpeg', '-c:a', 'pcm_s16le', film]);
	execFileSync('ffmpeg', [...quiet, ...heard, recording]);
	writeFileSync(paper, onePage('A made-up letter'));
	site = await startLamplight();
});
test.afterAll(async () => {
	await site.close();
	rmSync(made, { recursive: true, force: true });
});

for (const scripts of [true, false]) {
	test(`what was filmed, said and written can be seen and heard, ${scripts ? 'with' : 'without'} scripts`, async ({
		browser
	}) => {
		test.setTimeout(240_000);
		const photographs = haveRealPhotographs ? realPhotographs('motion') : [];
		const wren = await somebody(browser, scripts ? 'Wren' : 'Wren Quiet', scripts);
		const { page } = wren;
		await signIn(site, wren);
		const box = site.origin + (await beginBox(site, page, 'Robin'));
		await putIn(page, box, [film, recording, paper, ...photographs], scripts);

		await keepsakeOf(page, box, 'first-snow.mov', 'video');
		await expectPlays(page.locator('video'));
		await readByAxe(page);

		await keepsakeOf(page, box, 'lullaby.mp3', 'audio');
		await expectPlays(page.locator('audio'));
		await readByAxe(page);

		await keepsakeOf(page, box, 'a-letter.pdf', '.pages img');
		await expect(page.locator('.pages img')).toHaveCount(1);
		await expectWide(page.locator('.pages img'));
		await readByAxe(page);

		for (const photograph of photographs) {
			await keepsakeOf(
				page,
				box,
				photograph.slice(photograph.lastIndexOf('/') + 1),
				'details video'
			);
			await page.getByText(m.films_moves(), { exact: true }).click();
			await expectPlays(page.locator('details video'));
			await readByAxe(page);
		}
		await wren.context.close();
	});
}

test('each of them is shared in a story, covered until a reader asks, and not one byte is sent before', async ({
	browser
}) => {
	test.setTimeout(300_000);
	const wren = await somebody(browser, 'Wren Sharing', false);
	const { page } = wren;
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, page, 'Robin'));
	const photographs = haveRealPhotographs ? realPhotographs('motion').slice(0, 1) : [];
	await putIn(page, box, [film, recording, paper, ...photographs], false);
	await keepsakeOf(page, box, 'first-snow.mov', 'video');
	await keepsakeOf(page, box, 'lullaby.mp3', 'audio');
	await keepsakeOf(page, box, 'a-letter.pdf', '.pages img');
	for (const each of photographs) {
		await keepsakeOf(page, box, each.slice(each.lastIndexOf('/') + 1), 'details video');
	}

	await page.goto(box);
	await button(page, m.box_story()).click();
	await page.getByLabel(m.story_title_label()).fill('What we have');
	const kinds = [m.films_film(), m.films_recording(), m.films_paper()];
	for (const kind of [...kinds, ...photographs.map(() => m.story_photograph())]) {
		await page.getByText(m.story_put_in(), { exact: true }).click();
		await button(page, `${m.story_add_to_end()}: ${kind}`).click();
	}
	await page.goto(`${page.url().replace(/[#?].*/, '')}/share`);
	await page.getByRole('checkbox', { name: m.sharing_anyone() }).check();
	await page
		.getByRole('group', { name: m.films_number_recording({ number: 2 }) })
		.getByLabel(m.films_said_title())
		.fill('Hush now.\nThe rain has stopped.');
	for (const box of await page.getByRole('checkbox', { name: m.films_share_moving() }).all()) {
		await box.check();
	}
	await readByAxe(page);
	await button(page, m.sharing_form_look()).click();
	await readByAxe(page);
	await button(page, m.sharing_look_share()).click();
	await page.getByRole('link', { name: m.sharing_out_read() }).click();
	const story = page.url();
	await wren.context.close();

	for (const scripts of [true, false]) {
		const reader = await somebody(browser, 'Nobody', scripts);
		const asked = await readsAll(reader.page, story, photographs.length > 0);
		expect(asked.length).toBeGreaterThan(2);
		const other = await browser.newContext();
		for (const address of asked) {
			// Its reader has it, from anywhere in it; somebody who did not ask does not.
			const range = { range: 'bytes=10-19' };
			const part = await reader.context.request.get(address, { headers: range });
			expect([part.status(), (await part.body()).length]).toEqual([206, 10]);
			expect(part.headers()['cache-control']).toBe('private, no-store');
			for (const headers of [{}, range]) {
				const refused = await other.request.get(address, { headers });
				expect(refused.status()).toBe(404);
			}
		}
		await other.close();
		await reader.context.close();
	}
});

/** Shows, plays and reads all of it, and covers the film again; gives what was asked for of the rest. */
async function readsAll(page: Page, story: string, moves: boolean): Promise<string[]> {
	const asked: string[] = [];
	page.on('request', (request) => {
		if (new URL(request.url()).pathname.startsWith('/shown/')) asked.push(request.url());
	});
	await page.goto(story);
	await expect(page.getByText(m.films_covered_film())).toBeVisible();
	await expect(page.getByText(m.films_covered_recording())).toBeVisible();
	await expect(page.getByText(m.films_covered_paper())).toBeVisible();
	await expect(page.locator('video, audio, main img')).toHaveCount(0);
	await readByAxe(page);
	expect(asked).toEqual([]);

	await button(page, m.films_show_recording()).click();
	await expect(page.locator('audio')).toBeVisible();
	await page.getByText(m.films_said_title()).click();
	await expect(page.getByText('The rain has stopped.')).toBeVisible();
	// Nothing is asked for before it is played.
	expect(asked).toEqual([]);
	await expectPlays(page.locator('audio'));
	await button(page, m.films_show_film()).click();
	await expect(page.locator('video')).toBeVisible();
	expect(asked.filter((each) => each.endsWith('/play'))).toHaveLength(1);
	await expectPlays(page.locator('video'));
	const playsFilm = asked.findLast((each) => each.endsWith('/play')) ?? '';
	await button(page, m.films_show_paper()).click();
	await expectWide(page.locator('.pages img'));
	if (moves) {
		await button(page, m.story_show_photograph()).click();
		await page.getByText(m.films_moves(), { exact: true }).click();
		await expectPlays(page.locator('details video'));
	}
	await readByAxe(page);
	await page.getByRole('button', { name: m.story_cover_again() }).first().click();
	await expect(page.getByText(m.films_covered_film())).toBeVisible();
	expect((await page.request.get(playsFilm)).status()).toBe(404);
	const ofFilm = playsFilm.replace(/play$/, '');
	return [...new Set(asked)].filter((each) => !each.startsWith(ofFilm));
}

/** Opens the keepsake that was this file, and looks again until it is ready. */
async function keepsakeOf(page: Page, box: string, file: string, ready: string): Promise<void> {
	await page.goto(box);
	const links = await page
		.locator('a[href*="/keepsake/"]')
		.evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
	for (const address of new Set(links)) {
		await page.goto(address);
		if (await page.getByText(file).count()) break;
	}
	await expect(page.getByText(file)).toBeVisible();
	await expect(async () => {
		await page.reload();
		await expect(page.locator(ready).first()).toBeAttached({ timeout: 1000 });
	}).toPass({ timeout: 90_000 });
}

/** It goes on by itself once it is begun, and knows how long it is. */
async function expectPlays(media: Locator): Promise<void> {
	await media.evaluate((each: HTMLMediaElement) => {
		each.muted = true;
		return each.play();
	});
	const at = () =>
		media.evaluate((each: HTMLMediaElement) => [each.currentTime, each.duration, each.error?.code]);
	await expect.poll(async () => (await at())[0], { timeout: 20_000 }).toBeGreaterThan(0.2);
	const [, duration, error] = await at();
	expect(duration).toBeGreaterThan(0.5);
	expect(error).toBeUndefined();
}

/** Has come, and is wide enough to be read. */
async function expectWide(image: Locator): Promise<void> {
	const width = () => image.evaluate((each: HTMLImageElement) => each.naturalWidth);
	await expect.poll(width).toBeGreaterThan(500);
}

/** The smallest PDF that has a page with words on it. */
function onePage(words: string): string {
	const drawn = `BT /F 24 Tf 72 700 Td (${words}) Tj ET`;
	const objects = [
		'<</Type/Catalog/Pages 2 0 R>>',
		'<</Type/Pages/Kids[3 0 R]/Count 1>>',
		'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>',
		`<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
		'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
	];
	const body = objects.map((each, index) => `${index + 1} 0 obj${each}endobj`).join('\n');
	return `%PDF-1.4\n${body}\ntrailer<</Root 1 0 R>>\n%%EOF`;
}
