import { expect, type BrowserContext, type Page } from '@playwright/test';
import axe from 'axe-core';

declare global {
	interface Window {
		axe: typeof axe;
	}
}

/** Browsers without scripts, in which axe cannot run. */
export const withoutScripts = new WeakSet<BrowserContext>();

/**
 * Every screen that a journey stops at is read by axe: WCAG 2.2 AA, no finding at all. Where the
 * browser has no scripts, the same address is read in one that has, with the same cookies.
 */
export async function readByAxe(page: Page): Promise<void> {
	if (!withoutScripts.has(page.context())) return read(page);
	const storageState = await page.context().storageState();
	const twin = await page.context().browser()?.newContext({ storageState });
	if (!twin) throw new Error('The browser is gone.');
	const same = await twin.newPage();
	await same.goto(page.url());
	await read(same);
	// Waited for: what is still closing when a test ends fails the next one.
	await twin.close();
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
