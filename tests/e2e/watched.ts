import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, link, signIn, somebody, type Somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';

/** A place with people who watch over it: its host, and two moderators, none of them with scripts. */
export type Watched = { site: Running; host: Somebody; kim: Somebody; lou: Somebody };

export async function openWatched(browser: Browser): Promise<Watched> {
	const site = await startLamplight();
	const [host, kim, lou] = (await Promise.all(
		['Jo', 'Kim', 'Lou'].map((name) => somebody(browser, name, false))
	)) as [Somebody, Somebody, Somebody];
	for (const moderator of [kim, lou]) await signIn(site, moderator);
	await signIn(site, host);
	await host.page.goto(site.hostLink);
	await button(host.page, m.accounts_invitation_take_host()).click();
	await setUpWatching({ site, host, kim, lou });
	return { site, host, kim, lou };
}

/** The host names two moderators, and says when they are there and whom they can talk to. */
async function setUpWatching({ site, host: { page }, kim, lou }: Watched): Promise<void> {
	await page.goto(`${site.origin}/welcome`);
	await link(page, m.watching_host_title()).click();
	await readByAxe(page);
	for (const { email } of [{ email: 'nobody@example.org' }, kim, lou]) {
		await page.getByLabel(m.watching_host_name_email()).first().fill(email);
		await button(page, m.watching_host_name()).click();
		if (email === 'nobody@example.org') {
			await expect(page.getByText(m.watching_host_nobody())).toBeVisible();
		}
	}
	await expect(button(page, m.watching_host_end_who({ name: 'Lou' }))).toBeVisible();
	await page.getByLabel(m.watching_host_hours()).fill('most evenings');
	await page.getByLabel(m.watching_host_support()).fill('Joan, made up, 01632 960000');
	await button(page, m.watching_host_keep()).click();
	await expect(page.getByText(m.watching_saved())).toBeVisible();
}

/** By the keyboard alone: Tab until it has the focus, then the key that uses it. */
export async function press(page: Page, what: Locator, key = 'Enter'): Promise<void> {
	const focused = () => what.evaluate((element) => element === document.activeElement);
	for (let tabs = 0; tabs < 120 && !(await focused()); tabs++) await page.keyboard.press('Tab');
	expect(await focused(), `${what} is reached by Tab`).toBe(true);
	await page.keyboard.press(key);
}

/** The same for one of several: Tab comes to the first of them, arrows go on. */
async function choose(page: Page, what: Locator): Promise<void> {
	await press(page, page.getByRole('radio').first(), 'Space');
	for (let at = 0; at < 8 && !(await what.isChecked()); at++)
		await page.keyboard.press('ArrowDown');
	await expect(what).toBeChecked();
}

/** Somebody writes a story of their own words and shares it with anyone. Gives its id and box. */
export async function share(site: Running, who: Somebody, title: string, letters = false) {
	const { page } = who;
	const box = site.origin + (await beginBox(site, page, 'Robin'));
	await button(page, m.box_story()).click();
	await page.waitForURL(/\/story\/[0-9a-f-]+$/);
	const draft = page.url();
	await page.getByLabel(m.story_title_label()).fill(title);
	await page.getByRole('textbox', { name: m.story_body_label() }).fill('A made-up morning.');
	await button(page, m.story_keep()).click();
	await page.goto(`${draft}/share`);
	await page.getByRole('checkbox', { name: m.sharing_anyone() }).check();
	if (letters) await page.getByRole('radio', { name: m.going_answers_letters() }).check();
	await button(page, m.sharing_form_look()).click();
	await page.locator('form#look button.main').click();
	await page.waitForLoadState();
	return {
		box,
		story: `${site.origin}/story/${draft.split('/').at(-1)}`,
		decision: `${draft}/decision`
	};
}

/** A moderator sits down where they have not, and opens what waits of this kind. */
export async function open(site: Running, page: Page, kind: string): Promise<void> {
	await page.goto(`${site.origin}/watch`);
	const begin = button(page, m.watching_sitting_begin());
	if (await begin.isVisible()) await press(page, begin);
	await readByAxe(page);
	await press(
		page,
		page.getByRole('button', { name: new RegExp(`^${m.watching_take()}: ${kind}`) }).first()
	);
	await page.waitForURL(/\/watch\/[0-9a-f-]+$/);
}

/** From here on the first story of a new keeper waits for nobody. */
export async function lookAtNoFirstStory({ site, host }: Watched): Promise<void> {
	await host.page.goto(`${site.origin}/host/watching`);
	await host.page.getByRole('radio', { name: m.watching_host_first_off() }).check();
	await button(host.page, m.watching_host_keep()).click();
}

/** Decides, by keyboard, the matter that is open on this page. */
export async function decide(
	page: Page,
	verb: string,
	reason: string,
	words: string
): Promise<void> {
	await choose(page, page.getByRole('radio', { name: verb, exact: true }));
	await page.getByLabel(m.watching_reason()).selectOption({ label: reason });
	await page.getByLabel(m.watching_decide_words()).fill(words);
	await press(page, button(page, m.watching_decide()));
	await expect(page.getByText(m.watching_decided_said())).toBeVisible();
}
