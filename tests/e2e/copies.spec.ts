import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { boxCopy } from '#lib/copies/format.ts';
import { unzipInto } from '../files/unzip.ts';
import { beginBox, button, link, putIn, signIn, somebody, writeStory } from './acts.ts';
import { readByAxe, withoutScripts } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';
import { haveRealPhotographs, realPhotographs } from './photographs.ts';

let site: Running;
let folder: string;
test.beforeAll(async () => {
	site = await startLamplight();
	folder = await mkdtemp(join(tmpdir(), 'lamplight-copy-'));
});
test.afterAll(async () => {
	await site.close();
	await rm(folder, { recursive: true, force: true });
});

for (const scripts of [true, false]) {
	test(`a copy of everything is taken and put back ${scripts ? 'with' : 'without'} scripts, and opens with no server and no script`, async ({
		browser
	}) => {
		test.skip(!haveRealPhotographs, 'The real photographs do not lie beside the project.');
		test.setTimeout(300_000);
		const wren = await somebody(browser, scripts ? 'Wren' : 'Wren Quiet', scripts);
		const { page } = wren;
		await signIn(site, wren);
		const box = site.origin + (await beginBox(site, page, 'Robin'));
		const files = realPhotographs('motion', 'gps', 'other');
		await putIn(page, box, files, scripts);
		await expect
			.poll(
				async () => (await (await page.request.get(box)).text()).includes(m.keepsakes_making()),
				{
					timeout: 120_000
				}
			)
			.toBe(false);
		await writeStory(page, box, 'The morning', scripts);

		await page.goto(box);
		await link(page, m.copies_take_link()).click();
		await expect(page.getByRole('heading', { name: m.copies_take_title() })).toBeVisible();
		await readByAxe(page);
		const [download] = await Promise.all([
			page.waitForEvent('download'),
			button(page, m.copies_take_button()).click()
		]);
		expect(download.suggestedFilename()).toMatch(/^Robin.*\.zip$/);
		const zip = join(folder, `${scripts}.zip`);
		await download.saveAs(zip);
		const into = join(folder, String(scripts));
		const paths = await unzipInto(zip, into);
		await putBackWhole(page, zip, scripts);
		await putBackDamaged(page, zip, files[0] ?? '');
		await refuseAnother(page);
		await wren.context.close();

		const copy = boxCopy.parse(JSON.parse(await readFile(join(into, 'box.json'), 'utf8')));
		const sums = await Promise.all(files.map(sumOf));
		for (const [at, path] of files.entries()) {
			const kept = copy.keepsakes.find(({ file }) => file?.sha256 === sums[at])?.file;
			expect(kept?.fileName).toBe(basename(path));
			expect(await sumOf(join(into, kept?.path ?? ''))).toBe(sums[at]);
		}
		expect(copy.stories.map(({ draft }) => draft?.title)).toEqual(['The morning']);
		for (const path of paths.filter((each) => each.endsWith('.html'))) {
			await expectOpens(browser, join(into, path));
		}
	});
}

/** Sends a copy from the page of the boxes, and waits until its page says that all is decided. */
async function sendCopy(page: Page, zip: string, ending: string): Promise<void> {
	await page.goto(`${site.origin}/boxes`);
	await link(page, m.copies_back_link()).click();
	await expect(page.getByRole('heading', { name: m.copies_back_title() })).toBeVisible();
	await readByAxe(page);
	await page.getByLabel(m.copies_back_choose(), { exact: true }).setInputFiles(zip);
	await button(page, m.copies_back_button()).click();
	await page.waitForURL(/\/put-back\/[0-9a-f-]{36}$/, { timeout: 120_000 });
	await expect(async () => {
		await page.reload();
		await expect(page.getByText(ending)).toBeVisible({ timeout: 1000 });
	}).toPass({ timeout: 120_000 });
	await readByAxe(page);
}

async function putBackWhole(page: Page, zip: string, scripts: boolean): Promise<void> {
	await page.goto(`${site.origin}/boxes/put-back`);
	await button(page, m.copies_back_button()).click();
	await expect(page.getByText(m.copies_back_wrong_none())).toBeVisible();
	if (!scripts) await readByAxe(page);
	await sendCopy(page, zip, m.copies_back_done());
	await link(page, m.copies_back_open()).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Robin' })).toBeVisible();
	await expect(page.getByText('The morning')).toBeVisible();
	await readByAxe(page);
}

/** One byte of one photograph is another: it is named, and the rest is put back when that is wanted. */
async function putBackDamaged(page: Page, zip: string, photograph: string): Promise<void> {
	const [archive, original] = [await readFile(zip), await readFile(photograph)];
	const at = archive.indexOf(original) + 100;
	archive[at] = (archive[at] ?? 0) ^ 1;
	const damaged = zip.replace('.zip', '-damaged.zip');
	await writeFile(damaged, archive);
	await sendCopy(page, damaged, m.copies_back_damaged_choice());
	await expect(page.getByText(basename(photograph))).toBeVisible();
	await button(page, m.copies_back_rest()).click();
	await expect(async () => {
		await page.reload();
		await expect(page.getByText(m.copies_back_left_out())).toBeVisible({ timeout: 1000 });
	}).toPass({ timeout: 120_000 });
	await expect(page.getByText(basename(photograph))).toBeVisible();
	await readByAxe(page);
}

async function refuseAnother(page: Page): Promise<void> {
	const other = join(folder, 'not-a-copy.zip');
	await writeFile(other, 'Not a ZIP file.');
	await sendCopy(page, other, m.copies_back_why_no_zip());
	await expect(page.getByText(m.copies_back_nothing_kept())).toBeVisible();
}

async function sumOf(path: string): Promise<string> {
	return createHash('sha256')
		.update(await readFile(path))
		.digest('hex');
}

/** A page of the copy, from the disk alone: every picture is seen, every link leads somewhere. */
async function expectOpens(browser: Browser, path: string): Promise<void> {
	for (const colorScheme of ['light', 'dark'] as const) {
		const context = await browser.newContext({
			javaScriptEnabled: false,
			offline: true,
			colorScheme,
			viewport: { width: 390, height: 844 }
		});
		withoutScripts.add(context);
		const page = await context.newPage();
		await page.goto(pathToFileURL(path).href);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		expect(await unseenPictures(page)).toEqual([]);
		expect(await deadLinks(page)).toEqual([]);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		expect(wide).toBeLessThanOrEqual(390);
		await readByAxe(page);
		await context.close();
	}
}

async function unseenPictures(page: Page): Promise<string[]> {
	const pictures = page.locator('img');
	for (let at = 0; at < (await pictures.count()); at++) {
		if (await pictures.nth(at).isVisible()) await pictures.nth(at).scrollIntoViewIfNeeded();
	}
	await expect
		.poll(() =>
			pictures.evaluateAll((all) => all.every((each) => (each as HTMLImageElement).complete))
		)
		.toBe(true);
	return pictures.evaluateAll((all) =>
		(all as HTMLImageElement[]).filter((each) => each.naturalWidth === 0).map((each) => each.src)
	);
}

async function deadLinks(page: Page): Promise<string[]> {
	const addresses = await page
		.locator('[href], [src]')
		.evaluateAll((all) =>
			all.map((each) =>
				'href' in each ? (each as HTMLAnchorElement).href : (each as HTMLImageElement).src
			)
		);
	return addresses.filter(
		(address) =>
			!address.startsWith('file:') || !existsSync(fileURLToPath(address.split('#')[0] ?? ''))
	);
}
