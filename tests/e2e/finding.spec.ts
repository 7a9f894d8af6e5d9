/** Finding others: a search, and stories near to one, with scripts and without. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { putInStory } from '../../cli/line/scratchSite.ts';
import { beginBox, button, link, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { behindLamplight } from './behind.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
let said = '';
const knot = 'There was a true knot in the cord, pulled tight, and she had been so lively.';
const alike = 'The midwife found a knot in the umbilical cord, and nobody could have known of it.';
const milk = 'On the fourth day my milk came in, though there was nobody to feed.';
const hat = 'Su abuela tejió un gorrito amarillo durante el verano y nunca se lo pudo poner.';
const hatAlike =
	'Le pusimos un gorrito amarillo que su abuela tejió durante todo el verano para ella.';

test.beforeAll(async () => {
	site = await startLamplight();
	site.process.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
	const owner = await behindLamplight(site.dataDir);
	for (const text of [knot, alike, milk, hat, hatAlike]) await putInStory(owner, text);
	// The site reads them by itself; a job that is done is gone.
	await expect
		.poll(async () => (await owner.query('select from lamplight.story_words')).rowCount)
		.toBe(5);
	await owner.query(
		`update lamplight.share s set lived = '{"cause": ["cord"], "weeks": "~40"}'
		from lamplight.story_version v where v.id = s.version_id and v.body = $1`,
		[knot]
	);
	await owner.end();
});
test.afterAll(async () => {
	await site.close();
});

const search = async (page: Page, words: string) => {
	await page.getByRole('searchbox', { name: m.search_label() }).fill(words);
	await button(page, m.search_button()).click();
	await page.waitForURL(/\/search\?q=/);
};

for (const scripts of [true, false]) {
	const how = scripts ? 'with scripts' : 'without scripts';
	test(`somebody searches, reads, and goes on to what is near, ${how}`, async ({ browser }) => {
		const { page, context } = await somebody(browser, 'Reader', scripts);
		await page.goto(`${site.origin}/stories`);
		await search(page, 'knoted cords');
		await expect(page.getByText(knot)).toBeVisible();
		await expect(page.getByText(m.search_end())).toBeVisible();
		await readByAxe(page);
		await search(page, 'wisteria');
		await expect(page.getByText(m.search_none())).toBeVisible();
		await expect(page.getByRole('searchbox')).toHaveValue('wisteria');
		await readByAxe(page);

		await page.goto(`${site.origin}/search`);
		await page.getByText(m.search_lived(), { exact: true }).click();
		await page.getByLabel(m.search_lived_cause()).selectOption({ label: m.lived_cord() });
		await search(page, '');
		await expect(page.getByText(knot)).toBeVisible();
		await expect(page.getByText(alike)).toHaveCount(0);
		await page
			.getByLabel(m.search_lived_writing())
			.selectOption({ label: m.lived_writing_father() });
		await search(page, 'cord');
		await expect(page.getByText(m.search_none_lived())).toBeVisible();
		await readByAxe(page);

		await page.goto(`${site.origin}/search`);
		await search(page, 'lively');
		await page.getByRole('article').getByRole('link').first().click();
		await page.waitForURL(/\/story\/[0-9a-f-]+$/);
		await link(page, m.near_title()).click();
		await expect(page.getByRole('heading', { name: m.near_title() })).toBeVisible();
		await expect(page.getByRole('article').first()).toContainText(alike);
		await expect(page.getByText(knot)).toHaveCount(0);
		await readByAxe(page);
		await context.close();
	});
}

test('whoever is writing finds the stories that come near, and nothing of theirs goes out by it', async ({
	browser
}) => {
	const wren = await somebody(browser, 'Wren', false);
	const { page, context } = wren;
	await signIn(site, wren);
	const box = await beginBox(site, page, 'Juniper');
	await page.goto(`${site.origin}${box}`);
	await button(page, m.box_story()).click();
	await page.waitForURL(/\/story\/[0-9a-f-]+$/);
	const story = page.url();
	await link(page, m.near_draft_link()).click();
	await expect(page.getByText(m.near_draft_short())).toBeVisible();
	await page.goto(story);
	await page
		.getByRole('textbox', { name: m.story_body_label() })
		.fill('My breasts filled up some days after the birth, and there was no baby to drink it.');
	await button(page, m.story_keep()).click();
	await link(page, m.near_draft_link()).click();
	await expect(page.getByRole('article').first()).toContainText(milk);
	await readByAxe(page);
	await link(page, m.near_draft_back()).click();
	await expect(page.getByRole('textbox', { name: m.story_body_label() })).toHaveValue(/breasts/);
	await context.close();
});

test('a story in another language is looked at by its words, and the page says so', async ({
	browser
}) => {
	const { page, context } = await somebody(browser, 'Reader', false);
	await page.goto(`${site.origin}/search?q=gorrito+verano+poner`);
	await page.getByRole('article').getByRole('link').first().click();
	await link(page, m.near_title()).click();
	await expect(page.getByRole('article').first()).toContainText('gorrito amarillo');
	await expect(page.getByText(m.near_words_alone())).toBeVisible();
	await readByAxe(page);
	await context.close();
});

test('nothing that somebody searches for stands in any file or in what the site says', async ({
	browser
}) => {
	const { page, context } = await somebody(browser, 'Reader', false);
	for (const asked of ['quokkaberry', 'quokkaberry \0 "& |', 'quokkaberry '.repeat(200)]) {
		await page.goto(`${site.origin}/search?q=${encodeURIComponent(asked)}`);
		await expect(page.getByRole('searchbox')).toBeVisible();
	}
	await context.close();
	expect(said).not.toContain('quokkaberry');
	const files = await readdir(site.dataDir, { recursive: true, withFileTypes: true });
	const held: string[] = [];
	for (const file of files.filter((each) => each.isFile())) {
		// Postgres makes and takes away files of its own meanwhile.
		const bytes = await readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0));
		if (bytes.includes('quokkaberry')) held.push(file.name);
	}
	expect(files.length).toBeGreaterThan(500);
	expect(held).toEqual([]);
});
