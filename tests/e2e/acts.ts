import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { withoutScripts } from './axe.ts';
import type { Running } from './lamplight.ts';
import { letterTo, linkIn } from './mail.ts';

/** Somebody with a browser of their own. */
export type Somebody = { name: string; email: string; page: Page; context: BrowserContext };

const seenLetters = new Map<string, Set<string>>();

/** The letters of this Lamplight that an act has read already. */
function seenIn(dataDir: string): Set<string> {
	const seen = seenLetters.get(dataDir) ?? new Set();
	seenLetters.set(dataDir, seen);
	return seen;
}

/** The link to `path` in the next unread letter to this address that has one. */
export async function mailedLink(site: Running, address: string, path: string): Promise<string> {
	return linkIn(await letterTo(site.dataDir, address, seenIn(site.dataDir), path), path);
}

/** Opens a browser for somebody, with scripts or without. */
export async function somebody(
	browser: Browser,
	name: string,
	scripts: boolean
): Promise<Somebody> {
	const context = await browser.newContext({ javaScriptEnabled: scripts });
	if (!scripts) withoutScripts.add(context);
	const page = await context.newPage();
	return { name, email: `${name.toLowerCase().replaceAll(' ', '-')}@example.org`, page, context };
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

/** Signs in by a mailed link; the first time, says the name they go by. */
export async function signIn(site: Running, { page, email, name }: Somebody): Promise<void> {
	await page.goto(`${site.origin}/sign-in`);
	await page.getByLabel(m.accounts_email()).fill(email);
	await button(page, m.accounts_sign_in_send()).click();
	await expect(page.getByRole('heading', { name: m.accounts_sent_title() })).toBeVisible();
	await enter(page, await mailedLink(site, email, '/enter'), name);
}

/** Opens a mailed link and presses its one button; says a name where none was given before. */
export async function enter(page: Page, mailed: string, name: string): Promise<void> {
	await page.goto(mailed);
	// Mail scanners open links: opening alone uses nothing up.
	await page.reload();
	await page.locator('main').getByRole('button').click();
	await page.waitForURL((url) => url.pathname !== '/enter');
	const asked = page.getByRole('heading', { name: m.accounts_you_first_title() });
	if (!(await asked.isVisible())) return;
	await page.getByLabel(m.accounts_name()).fill(name);
	await button(page, m.accounts_name_save()).click();
	await expect(asked).toBeHidden();
}

/** Takes up an invitation by its link, without an account so far. */
export async function takeUp(page: Page, invitation: string, name: string): Promise<void> {
	await page.goto(invitation);
	await page.reload();
	await page.getByLabel(m.accounts_name()).fill(name);
	await page.locator('main').getByRole('button').click();
	await page.waitForURL((url) => !url.pathname.startsWith('/invitation'));
}

/** Begins a memory box with a name, and gives the path of its page. */
export async function beginBox(site: Running, page: Page, name: string): Promise<string> {
	await page.goto(`${site.origin}/boxes/begin`);
	await page.getByLabel(m.box_begin_name(), { exact: true }).fill(name);
	await button(page, m.box_begin_button()).click();
	await page.waitForURL(/\/box\/[0-9a-f-]+$/);
	return new URL(page.url()).pathname;
}

/** Puts files in and waits until every one of them is said to be kept. */
export async function putIn(page: Page, box: string, files: string[], scripts: boolean) {
	await page.goto(`${box}/put-in`);
	await page.locator('input[type=file]').setInputFiles(files);
	await button(page, m.keepsakes_put_in()).click();
	if (scripts) {
		await expect(page.getByText(m.keepsakes_all_kept(), { exact: true })).toBeVisible({
			timeout: 180_000
		});
	} else {
		await expect(page.getByText(/^Kept: /)).toBeVisible({ timeout: 180_000 });
	}
}

/** Chooses for whom, gives the photograph its cover words, looks at it as they would, and asks. */
export async function shareStory(
	page: Page,
	story: string,
	audiences: ('family' | 'peers' | 'anyone')[]
): Promise<void> {
	const words = { family: m.sharing_family, peers: m.sharing_peers, anyone: m.sharing_anyone };
	await page.goto(`${story}/share`);
	for (const audience of ['family', 'peers', 'anyone'] as const) {
		await page
			.getByRole('checkbox', { name: words[audience]() })
			.setChecked(audiences.includes(audience));
	}
	await page.getByRole('checkbox', { name: m.going_findable() }).check();
	await page.getByLabel(m.sharing_form_cover()).fill('The three of us, an hour after.');
	await button(page, m.sharing_form_look()).click();
	await expect(page.getByRole('heading', { name: m.sharing_look_title() })).toBeVisible();
	await page.locator('form#look button.main').click();
	await expect(page.getByText(m.sharing_said_asked())).toBeVisible();
}

/** Gives one of the three answers to the question that is open on this page. */
export async function answer(page: Page, words: string): Promise<void> {
	await page.getByRole('button', { name: words, exact: true }).first().click();
	await page.waitForLoadState();
}

/** Writes a story of two paragraphs with the newest photograph after them; gives its address. */
export async function writeStory(
	page: Page,
	box: string,
	title: string,
	scripts: boolean
): Promise<string> {
	await page.goto(box);
	await button(page, m.box_story()).click();
	await page.waitForURL(/\/story\/[0-9a-f-]+$/);
	const story = page.url();
	await page.getByLabel(m.story_title_label()).fill(title);
	// With scripts the editor takes the place of the text field, once it has come.
	const body = scripts
		? page.locator('[contenteditable=true]')
		: page.getByRole('textbox', { name: m.story_body_label() });
	await body.fill('A made-up morning, and the light in it.');
	if (!scripts) {
		await page.getByText(m.story_put_in(), { exact: true }).click();
		await page.getByRole('button', { name: m.story_add_to_end() }).first().click();
		await button(page, m.story_keep()).click();
	} else {
		await body.press('Control+End');
		await page.getByText(m.story_put_in(), { exact: true }).click();
		await page.getByRole('button', { name: m.story_put_in_here() }).first().click();
		await expect(page.getByText(m.story_state_kept(), { exact: true })).toBeVisible();
	}
	await page.reload();
	await expect(page.getByLabel(m.story_title_label())).toHaveValue(title);
	await expect(page.locator('textarea[name=body]')).toHaveValue(/keepsake:/);
	return story;
}
