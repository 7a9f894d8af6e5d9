import { expect, test, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, link, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { behindLamplight } from './behind.ts';
import { startLamplight, type Running } from './lamplight.ts';

/** What anybody gets to see of a page. */
const asStranger = async (address: string) => (await fetch(address)).text();

/** Shares a story of their own with anyone, open to letters. Gives its address for readers. */
async function shareOpenToLetters(
	site: Running,
	page: Page,
	box: string,
	scripts: boolean
): Promise<string> {
	await page.goto(box);
	await button(page, m.box_story()).click();
	await page.waitForURL(/\/story\/[0-9a-f-]+$/);
	const written = page.url();
	await page.getByLabel(m.story_title_label()).fill('The car park');
	if (scripts) {
		await page.locator('[contenteditable=true]').fill('A made-up morning.');
		await expect(page.getByText(m.story_state_kept(), { exact: true })).toBeVisible();
	} else {
		await page.getByRole('textbox', { name: m.story_body_label() }).fill('A made-up morning.');
		await button(page, m.story_keep()).click();
	}
	await page.goto(`${written}/share`);
	await page.getByRole('checkbox', { name: m.sharing_anyone() }).check();
	await page.getByRole('radio', { name: m.going_answers_letters() }).check();
	await button(page, m.sharing_form_look()).click();
	await page.locator('form#look button.main').click();
	const behind = await behindLamplight(site.dataDir);
	// The first story of a new keeper waits for a look; here it has been looked at.
	await behind.query('update lamplight.takedown set lifted_at = now()');
	await behind.end();
	return `${site.origin}/story/${/story\/([0-9a-f-]+)/.exec(written)?.[1]}`;
}

for (const scripts of [true, false]) {
	test(`somebody is with a family, writes to them and is answered, ${
		scripts ? 'with' : 'without'
	} scripts`, async ({ browser }) => {
		const site = await startLamplight();
		const wren = await somebody(browser, 'Wren', scripts);
		const kay = await somebody(browser, 'Kay', scripts);
		await signIn(site, wren);
		const box = site.origin + (await beginBox(site, wren.page, 'Robin'));

		const story = await test.step('a story is shared that takes letters', () =>
			shareOpenToLetters(site, wren.page, box, scripts));

		await test.step('on a phone all stands on one line; where there is room, what is near stands beside', async () => {
			const { page } = wren;
			await page.setViewportSize({ width: 320, height: 640 });
			await page.goto(`${box}?show=stories`);
			const tabs = page.getByRole('navigation', { name: m.box_tabs() }).getByRole('link');
			const places = await tabs.evaluateAll((each) =>
				each.map((tab) => tab.getBoundingClientRect())
			);
			expect(new Set(places.map(({ top }) => top)).size).toBe(1);
			for (const [at, { left }] of places.slice(1).entries()) {
				expect(left).toBeGreaterThan(places[at]?.right ?? 0);
			}
			await expect(tabs.filter({ hasText: m.box_tab_stories() })).toBeInViewport({ ratio: 0.95 });
			const bar = page.getByRole('navigation', { name: m.nav_main() });
			await expect(bar.getByRole('link', { name: m.letters_title() })).toBeInViewport({
				ratio: 0.95
			});
			await expect(bar.getByRole('button', { name: m.stop_for_today() })).toBeInViewport({
				ratio: 1
			});
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
			await page.setViewportSize({ width: 1280, height: 720 });
			// Where a page cannot be read, whoever is signed in finds their way on.
			await page.goto(`${site.origin}/story/${crypto.randomUUID()}`);
			await expect(bar.getByRole('link', { name: m.nav_you() })).toBeVisible();
			await expect(bar.getByRole('link', { name: m.nav_sign_in() })).toHaveCount(0);
			await page.goto(story);
			const said = await page.getByRole('article').boundingBox();
			const near = await link(page, m.near_title()).boundingBox();
			expect(near?.x).toBeGreaterThan((said?.x ?? 0) + (said?.width ?? 0));
			expect(near?.y).toBeLessThan(300);
			await readByAxe(page);
		});

		await test.step('letters reach Wren once they were looked through', async () => {
			await wren.page.goto(`${site.origin}/letters/settings`);
			await wren.page.getByRole('radio', { name: m.letters_way_straight() }).check();
			await button(wren.page, m.letters_settings_save()).first().click();
			await expect(wren.page.getByText(m.letters_settings_kept(), { exact: true })).toBeVisible();
			await readByAxe(wren.page);
		});

		await test.step('a reader is with them, without a word', async () => {
			const { page } = kay;
			await page.goto(story);
			await expect(link(page, m.answers_sign_in())).toBeVisible();
			await signIn(site, kay);
			await page.goto(`${site.origin}/letters/settings`);
			await page.getByLabel(m.letters_face_weeks_label()).fill('a lot');
			await button(page, m.letters_settings_save()).last().click();
			await expect(page.getByText(m.letters_weeks_wrong())).toBeVisible();
			await page.getByLabel(m.letters_face_weeks_label()).fill('20');
			await button(page, m.letters_settings_save()).last().click();
			await page.goto(story);
			const before = await asStranger(story);
			await button(page, m.answers_with_you()).click();
			await expect(page.getByText(m.answers_with_you_said())).toBeVisible();
			// To every other reader the page is what it was, to the byte.
			expect(await asStranger(story)).toBe(before);
			await readByAxe(page);
			await wren.page.goto(`${box}/with-you`);
			await expect(wren.page.getByText('somebody who lost a baby at 20 weeks')).toBeVisible();
			await readByAxe(wren.page);
			await button(page, m.answers_with_you_take_back()).click();
			await expect(button(page, m.answers_with_you())).toBeVisible();
			await wren.page.reload();
			await expect(wren.page.getByText(m.with_us_none())).toBeVisible();
		});

		await test.step('a letter is kept as it is typed, and sent when its writer says so', async () => {
			const { page } = kay;
			await link(page, m.answers_letter()).click();
			await readByAxe(page);
			await page.getByLabel(m.letters_body()).fill('I am so sorry about your son.');
			if (!scripts) await button(page, m.letters_keep()).click();
			const kept = scripts ? m.story_state_kept() : m.letters_kept();
			await expect(page.getByText(kept, { exact: true })).toBeVisible();
			await page.goto(`${site.origin}/letters`);
			await link(page, m.letters_draft_to({ title: 'The car park' })).click();
			const body = page.getByLabel(m.letters_body());
			await expect(body).toHaveValue('I am so sorry about your son.');
			await body.fill('I am so sorry about your son. I lit a candle tonight.');
			await button(page, m.letters_send()).click();
			await expect(page.getByRole('heading', { name: m.letters_sent_title() })).toBeVisible();
			await expect(
				page.getByRole('main').getByRole('link', { name: m.letters_sent_help_link() })
			).toBeVisible();
			await readByAxe(page);
		});

		await test.step('it arrives, is answered, and the answer arrives', async () => {
			const { page } = wren;
			await expect(async () => {
				await page.goto(`${site.origin}/letters`);
				await page.getByRole('link', { name: /20 weeks/ }).click({ timeout: 1000 });
			}).toPass({ timeout: 60_000 });
			await expect(page.getByText('I lit a candle tonight.')).toBeVisible();
			await kay.page.goto(`${site.origin}/letters`);
			const own = kay.page.getByRole('link', { name: /I lit a candle tonight/ });
			await expect(own).toBeVisible();
			await readByAxe(kay.page);
			await own.click();
			await page.getByLabel(m.letters_body()).fill('Thank you. It is good to know.');
			await button(page, m.letters_send()).click();
			await expect(page.getByRole('heading', { name: m.letters_sent_title() })).toBeVisible();
			await page.reload();
			await expect(page.getByLabel(m.letters_body())).toHaveValue('');
			await readByAxe(page);
			await expect(async () => {
				await kay.page.reload();
				await expect(kay.page.getByText('It is good to know.')).toBeVisible({ timeout: 1000 });
			}).toPass({ timeout: 60_000 });
			await button(kay.page, m.letters_name_say()).click();
			await button(page, m.letters_name_say()).click();
			await expect(page.getByText(m.letters_name_both())).toBeVisible();
			await kay.page.reload();
			await expect(kay.page.getByText('Wren', { exact: true }).first()).toBeVisible();
		});

		await test.step('on a day somebody stopped for, no letter is open, and nobody who is with them', async () => {
			const { page } = wren;
			const letter = page.url();
			await page.getByRole('banner').getByRole('button', { name: m.stop_for_today() }).click();
			const finding = `${site.origin}/search?q=candle`;
			for (const closed of [letter, `${site.origin}/letters`, `${box}/with-you`, finding]) {
				await page.goto(closed);
				await expect(page).toHaveURL(/\/stopped$/);
			}
			await button(page, m.stop_open()).click();
			await page.goto(letter);
			await expect(page.getByText('I lit a candle tonight.')).toBeVisible();
		});

		await test.step('it is ended without a reason, and what was typed too late is still there', async () => {
			await button(wren.page, m.letters_end()).click();
			// Asked where the button was, and no is as near as yes.
			await expect(button(wren.page, m.letters_end_sure())).toBeInViewport();
			await link(wren.page, m.letters_end_not()).click();
			await button(wren.page, m.letters_end()).click();
			await readByAxe(wren.page);
			await button(wren.page, m.letters_end_sure()).click();
			await expect(wren.page.getByText(m.letters_ended())).toBeVisible();
			const { page } = kay;
			await page.getByLabel(m.letters_body()).fill('This came a moment too late.');
			if (scripts) {
				await expect(page.getByText(m.letters_state_ended())).toBeVisible();
				await page.reload();
			} else {
				await button(page, m.letters_send()).click();
			}
			await expect(page.getByText(m.letters_ended(), { exact: true })).toBeVisible();
			await expect(page.getByRole('heading', { name: m.letters_left_title() })).toBeVisible();
			await expect(page.getByText('This came a moment too late.')).toBeVisible();
			await expect(page.getByLabel(m.letters_body())).toHaveCount(0);
			await readByAxe(page);
		});

		await test.step('a block is carried out, says so to whoever blocks, and to nobody else', async () => {
			const { page } = wren;
			await page.getByText(m.letters_more()).click();
			await button(page, m.letters_block()).click();
			await expect(page.getByText(m.letters_blocked(), { exact: true })).toBeVisible();
			await expect(page.getByText(m.letters_blocked_now())).toBeVisible();
			await page.getByText(m.letters_more()).click();
			await expect(button(page, m.letters_block())).toHaveCount(0);
			await expect(page.getByRole('radio', { name: m.letters_report_unkind() })).toBeVisible();
			await readByAxe(page);
			await kay.page.reload();
			await expect(kay.page.getByText(m.letters_ended(), { exact: true })).toBeVisible();
			await expect(kay.page.getByText(m.letters_blocked_now())).toHaveCount(0);
		});
		await wren.context.close();
		await kay.context.close();
		await site.close();
	});
}

test('a letter typed without a connection, or in two tabs, is kept as it was typed', async ({
	browser
}) => {
	const site = await startLamplight();
	const wren = await somebody(browser, 'Wren', false);
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, wren.page, 'Robin'));
	const story = await shareOpenToLetters(site, wren.page, box, false);
	const kay = await somebody(browser, 'Kay', true);
	await signIn(site, kay);
	const { page, context } = kay;
	const body = (of: Page) => of.getByLabel(m.letters_body());

	await page.goto(`${story}/letter`);
	await context.route('**/save*', (route) => route.abort('connectionreset'));
	await body(page).click();
	await page.keyboard.type('Written on the train.');
	await expect(page.getByText(m.story_state_device())).toBeVisible();
	await readByAxe(page);
	await page.close();
	await context.unroute('**/save*');
	const first = await context.newPage();
	await first.goto(`${story}/letter`);
	await expect(body(first)).toHaveValue('Written on the train.');

	const second = await context.newPage();
	await second.goto(`${story}/letter`);
	// Once it has looked for what this device had left, so that it is a page from before.
	await second.waitForLoadState('networkidle');
	await body(first).click();
	await first.keyboard.press('Control+End');
	await first.keyboard.type(' From the kitchen.');
	await expect(first.getByText(m.story_state_kept(), { exact: true })).toBeVisible();
	await body(second).click();
	await second.keyboard.press('Control+End');
	await second.keyboard.type(' From the garden.');
	await expect(second.getByText(m.letters_state_beside())).toBeVisible();
	await link(second, m.story_see_both()).click();
	await expect(second.getByRole('heading', { name: m.letters_copies_title() })).toBeVisible();
	await expect(body(second)).toHaveValue('Written on the train. From the kitchen.');
	await second.getByText(m.letters_copy_see()).click();
	await expect(second.getByText('From the garden.')).toBeVisible();
	await readByAxe(second);
	await button(second, m.story_copy_take()).click();
	await expect(body(second)).toHaveValue('Written on the train. From the garden.');
	await button(second, m.letters_send()).click();
	await expect(second.getByRole('heading', { name: m.letters_sent_title() })).toBeVisible();
	await second.goto(`${story}/letter`);
	await expect(body(second)).toHaveValue('');
	await second.getByText(m.letters_copy_see()).click();
	await expect(second.getByText('From the kitchen.')).toBeVisible();

	const behind = await behindLamplight(site.dataDir);
	await behind.query('update lamplight.share set ended_at = now()');
	await behind.end();
	await second.goto(`${site.origin}/letters`);
	await link(second, m.letters_draft_plain()).click();
	await expect(second.getByText(m.letters_closed())).toBeVisible();
	await expect(second.getByText('From the kitchen.')).toBeVisible();
	await readByAxe(second);
	await button(second, m.letters_throw_away()).click();
	await expect(second.getByRole('heading', { name: m.letters_title() })).toBeVisible();
	expect((await second.goto(`${story}/letter`))?.status()).toBe(404);
	for (const each of [wren, kay]) await each.context.close();
	await site.close();
});
