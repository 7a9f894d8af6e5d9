import { expect, type BrowserContext, type Page } from '@playwright/test';
import axe from 'axe-core';

declare global {
	interface Window {
		axe: typeof axe;
	}
}

/** Browsers without scripts, in which axe cannot run. */
export const withoutScripts = new WeakSet<BrowserContext>();

/** For each of them one that has scripts, for all screens: what it has fetched it need not again. */
const twins = new WeakMap<BrowserContext, Promise<BrowserContext>>();

/**
 * Every screen that a journey stops at is read by axe: WCAG 2.2 AA, no finding at all. Where the
 * browser has no scripts, the same address is read in one that has, with the same cookies.
 */
export async function readByAxe(page: Page): Promise<void> {
	const context = page.context();
	if (!withoutScripts.has(context)) return read(page);
	const twin = await twinOf(context);
	await twin.clearCookies();
	await twin.addCookies(await context.cookies());
	const same = await twin.newPage();
	await same.goto(page.url());
	await read(same);
	await same.close();
}

/** Ends with the other. */
function twinOf(context: BrowserContext): Promise<BrowserContext> {
	const known = twins.get(context);
	if (known) return known;
	const browser = context.browser();
	if (!browser) throw new Error('The browser is gone.');
	const twin = browser.newContext();
	twins.set(context, twin);
	// Nobody waits for it, and the test may end, and close it, in the same moment.
	context.once('close', () => void twin.then((each) => each.close()).catch(() => undefined));
	return twin;
}

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function read(page: Page): Promise<void> {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(
		(values) => window.axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
		standards
	);
	const findings = violations.map(({ id, help, nodes }) => ({
		id,
		help,
		where: nodes.map((node) => node.target.join(' '))
	}));
	expect(findings, `axe on ${page.url()}`).toEqual([]);
}
