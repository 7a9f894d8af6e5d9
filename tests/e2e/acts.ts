import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
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

/** The link to `path` in the next unread letter to this address. */
export async function mailedLink(site: Running, address: string, path: string): Promise<string> {
	return linkIn(await letterTo(site.dataDir, address, seenIn(site.dataDir)), path);
}

/** Opens a browser for somebody, with scripts or without. */
export async function somebody(
	browser: Browser,
	name: string,
	scripts: boolean
): Promise<Somebody> {
	const context = await browser.newContext({ javaScriptEnabled: scripts });
	const page = await context.newPage();
	return { name, email: `${name.toLowerCase()}@example.org`, page, context };
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
