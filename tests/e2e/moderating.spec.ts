/** A moderator at work: letters that were held, and a whole sitting by keyboard alone. */
import { join } from 'node:path';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, putIn, signIn, somebody, writeStory, type Somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import type { Running } from './lamplight.ts';
import {
	decide,
	lookAtNoFirstStory,
	open,
	openWatched,
	press,
	share,
	type Watched
} from './watched.ts';

let watched: Watched;
let site: Running;
let kim: Somebody;
let lou: Somebody;
test.beforeAll(async ({ browser }) => {
	watched = await openWatched(browser);
	({ site, kim, lou } = watched);
});
test.afterAll(() => watched.site.close());

/** Somebody writes a letter to a story; gives its page. */
async function writes({ page }: Somebody, story: string, words: string): Promise<string> {
	await page.goto(`${story}/letter`);
	await expect(page.getByText(m.watching_hours({ hours: 'most evenings' }))).toBeVisible();
	await page.getByLabel(m.letters_body()).fill(words);
	await button(page, m.letters_send()).click();
	await expect(page.getByRole('heading', { name: m.letters_sent_title() })).toBeVisible();
	return page.url().split('?')[0] ?? '';
}

/** Waits for a job of the site to have done its part. */
async function comes(page: Page, address: string, what: Locator): Promise<void> {
	await expect(async () => {
		await page.goto(address);
		await expect(what).toBeVisible({ timeout: 1000 });
	}).toPass({ timeout: 60_000 });
}

test('a held letter is read by a moderator, by keyboard, and passed on; one that is not may be appealed', async ({
	browser
}) => {
	test.slow();
	await lookAtNoFirstStory(watched);
	const [wren, kay] = (await Promise.all(
		['Wren', 'Kay'].map((name) => somebody(browser, name, false))
	)) as [Somebody, Somebody];
	await signIn(site, wren);
	const { story } = await share(site, wren, 'A winter', true);
	await signIn(site, kay);
	const harmless = 'I read your story.';
	const unkind = 'You should have gone to the hospital earlier.';
	const passed = await writes(kay, story, `${harmless} ${unkind}`);
	await readByAxe(kay.page);

	const waits = kim.page.getByText(m.watching_concern_cruelty());
	await comes(kim.page, `${site.origin}/watch`, waits);
	await open(site, kim.page, m.watching_kind_letter());
	await expect(kim.page.getByText(unkind)).toBeHidden();
	await readByAxe(kim.page);
	await press(kim.page, kim.page.getByText(m.watching_letter_show()));
	await expect(kim.page.locator('mark')).toHaveText(unkind);
	await expect(kim.page.getByText(m.watching_letter_cruelty())).toBeVisible();
	await readByAxe(kim.page);
	await decide(
		kim.page,
		m.watching_verb_release_letter(),
		m.watching_reason_as_it_may_be(),
		'It is meant well.'
	);
	const arrived = wren.page.getByRole('link', { name: m.letters_about({ title: 'A winter' }) });
	await comes(wren.page, `${site.origin}/letters`, arrived);
	await arrived.click();
	await expect(wren.page.getByText(harmless)).toBeVisible();
	await readByAxe(wren.page);

	const kept = await writes(kay, story, 'It was not a real baby.');
	expect(kept).not.toBe(passed);
	await comes(kim.page, `${site.origin}/watch`, waits);
	await open(site, kim.page, m.watching_kind_letter());
	await decide(
		kim.page,
		m.watching_verb_remove_letter(),
		m.watching_reason_unkind(),
		'This would hurt them.'
	);
	await kay.page.goto(kept);
	await expect(kay.page.getByText(m.letters_not_passed_on())).toBeVisible();
	await readByAxe(kay.page);
	await press(kay.page, button(kay.page, m.letters_appeal()));
	await expect(kay.page.getByText(m.letters_looked_at_again())).toBeVisible();
	await open(site, lou.page, m.watching_kind_letter());
	await decide(
		lou.page,
		m.watching_verb_remove_letter(),
		m.watching_reason_unkind(),
		'It is as it was.'
	);
	await kay.page.goto(kept);
	await expect(kay.page.getByText(m.letters_not_passed_on())).toBeVisible();
	await expect(button(kay.page, m.letters_appeal())).toHaveCount(0);
	for (const each of [wren, kay]) await each.context.close();
});

/** Somebody shares a story with a photograph in it with anyone; gives its public address. */
async function sharePhotograph({ page }: Somebody): Promise<string> {
	const photograph = join(site.dataDir, 'a-made-up-photograph.jpg');
	const grey = { r: 200, g: 120, b: 60 };
	await sharp({ create: { width: 800, height: 600, channels: 3, background: grey } })
		.jpeg()
		.toFile(photograph);
	const box = site.origin + (await beginBox(site, page, 'Robin'));
	await putIn(page, box, [photograph], false);
	const story = await writeStory(page, box, 'A summer', false);
	await page.goto(`${story}/share`);
	await page.getByRole('checkbox', { name: m.sharing_anyone() }).check();
	await page.getByLabel(m.sharing_form_cover()).fill('The light on the wall.');
	await button(page, m.sharing_form_look()).click();
	await page.locator('form#look button.main').click();
	await page.waitForLoadState();
	return `${site.origin}/story/${story.split('/').at(-1)}`;
}

/** A reader without an account tells of a story. */
async function tell(browser: Browser, story: string): Promise<void> {
	const reader = await somebody(browser, 'Reader', false);
	await reader.page.goto(story.replace('/story/', '/report/'));
	await reader.page.getByRole('radio', { name: m.watching_report_not_theirs() }).check();
	await button(reader.page, m.watching_report_send()).click();
	await expect(
		reader.page.getByRole('heading', { name: m.watching_reported_title() })
	).toBeVisible();
	await reader.context.close();
}

test('a sitting by keyboard alone: a picture covered, small and grey, whole; handed on; stepped back from; ended', async ({
	browser
}) => {
	test.slow();
	await lookAtNoFirstStory(watched);
	const mae = await somebody(browser, 'Mae', false);
	await signIn(site, mae);
	const story = await sharePhotograph(mae);
	await tell(browser, story);
	const { page } = kim;
	const offered = (who: Page) =>
		who.getByRole('button', {
			name: new RegExp(`^${m.watching_take()}: ${m.watching_kind_report()}`)
		});

	await open(site, page, m.watching_kind_report());
	const matter = page.url();
	await press(page, page.getByText(m.watching_story_show()));
	await expect(page.getByText('The light on the wall.')).toBeVisible();
	const picture = page.locator('figure img');
	await expect(picture).toHaveCount(0);
	await press(page, button(page, m.watching_picture_small()));
	await page.waitForURL(/\?shown/);
	await expect(async () => {
		await page.reload();
		expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(
			0
		);
	}).toPass({ timeout: 60_000 });
	const seen = () =>
		picture.evaluate((image) => ({
			filter: getComputedStyle(image).filter,
			width: image.getBoundingClientRect().width
		}));
	expect((await seen()).filter).toBe('grayscale(1)');
	expect((await seen()).width).toBeLessThanOrEqual(200);
	await readByAxe(page);
	await press(page, button(page, m.watching_picture_large()));
	await expect(button(page, m.watching_picture_large())).toHaveCount(0);
	expect((await seen()).filter).not.toContain('grayscale');
	await press(page, button(page, m.watching_picture_cover()));
	await expect(picture).toHaveCount(0);

	// Handed on without a reason; the next knows this family; nobody of the two is offered it again.
	await press(page, button(page, m.watching_pass_on()));
	await page.waitForURL(`${site.origin}/watch*`);
	await expect(offered(page)).toHaveCount(0);
	await open(site, lou.page, m.watching_kind_report());
	expect(lou.page.url()).toBe(matter);
	await press(lou.page, button(lou.page, m.watching_knows_family()));
	await lou.page.waitForURL(`${site.origin}/watch*`);
	await expect(offered(lou.page)).toHaveCount(0);

	// Stepping back is one's own: the other is still offered what comes.
	const aside = async () => {
		await press(page, page.locator('summary', { hasText: m.watching_aside_title() }));
		await press(page, page.getByRole('checkbox', { name: m.watching_aside_not_theirs() }), 'Space');
		await press(page, button(page, m.watching_aside_keep()));
		await expect(page.getByText(m.watching_saved())).toBeVisible();
	};
	await aside();
	const other = await share(site, mae, 'An autumn');
	await tell(browser, other.story);
	await page.goto(`${site.origin}/watch`);
	await expect(offered(page)).toHaveCount(0);
	await expect(page.getByText(m.watching_some_aside())).toBeVisible();
	await lou.page.goto(`${site.origin}/watch`);
	await expect(offered(lou.page)).toHaveCount(1);
	await aside();
	await expect(offered(page)).toHaveCount(1);

	await press(page, button(page, m.watching_sitting_end()));
	await expect(page.getByText('Joan, made up, 01632 960000')).toBeVisible();
	await page.goto(`${site.origin}/watch`);
	await expect(offered(page)).toHaveCount(0);
	await mae.context.close();
});
