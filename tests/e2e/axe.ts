import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Every screen that a journey stops at is read by axe: WCAG 2.2 AA, no finding at all. */
export async function readByAxe(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
		.analyze();
	const findings = violations.map(({ id, help, nodes }) => ({
		id,
		help,
		where: nodes.map((node) => node.target.join(' '))
	}));
	expect(findings, `axe on ${page.url()}`).toEqual([]);
}
