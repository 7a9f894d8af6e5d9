import { expect, test, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.afterAll(async () => {
	await site.close();
});

/** Words alone, told by somebody who keeps a memory box alone. */
async function writeWords(page: Page, box: string, title: string): Promise<string> {
	await page.goto(site.origin + box);
	await button(page, m.box_story()).click();
	await page.waitForURL(/\/story\/[0-9a-f-]+$/);
	const story = page.url();
	await page.getByLabel(m.story_title_label()).fill(title);
	await page.getByRole('textbox', { name: m.story_body_label() }).fill('A made-up evening.');
	await button(page, m.story_keep()).click();
	return story;
}

test('what was lived is said, shown as roughly as wished, found, left out, and taken back, without scripts', async ({
	browser
}) => {
	test.setTimeout(240_000);
	await test.step('the host adds words of their own, and is told what is offered already', async () => {
		const { page, email } = await somebody(browser, 'Jo', false);
		await page.goto(site.hostLink);
		await page.getByLabel(m.accounts_name()).fill('Jo');
		await page.getByLabel(m.accounts_email()).fill(email);
		await button(page, m.accounts_invitation_take_host()).click();
		await page.goto(`${site.origin}/host/lived`);
		const words = page.getByLabel(m.lived_ask_happened());
		await words.fill('Born still\nstillbirth');
		await button(page, m.setup_keep()).click();
		await expect(page.getByText(m.terms_known({ term: 'stillbirth' }))).toBeVisible();
		await readByAxe(page);
		await words.fill('Born still');
		await button(page, m.setup_keep()).click();
		await expect(page.getByText(m.setup_kept())).toBeVisible();
		await page.getByText(m.terms_ours()).first().click();
		await readByAxe(page);
	});

	const wren = await somebody(browser, 'Wren', false);
	const { page } = wren;
	await signIn(site, wren);
	const box = await beginBox(site, page, 'Juniper');
	await page.goto(`${site.origin}${box}/about`);
	await page.getByLabel(m.box_begin_weeks(), { exact: true }).fill('19');
	await button(page, m.box_about_save()).click();

	await test.step('what was lived, each answer optional', async () => {
		await page.goto(`${site.origin}${box}/lived`);
		await readByAxe(page);
		await page.getByRole('checkbox', { name: m.lived_stillbirth() }).check();
		await page.getByRole('checkbox', { name: 'Born still' }).check();
		await page.getByRole('checkbox', { name: m.lived_unknown() }).check();
		await button(page, m.box_about_save()).click();
		await page.goto(`${site.origin}${box}/lived`);
		await expect(page.getByRole('checkbox', { name: m.lived_stillbirth() })).toBeChecked();
	});

	const story = await writeWords(page, box, 'The evening');
	const reader = await somebody(browser, 'Reader', false);
	const list = async () => {
		await reader.page.goto(`${site.origin}/stories`);
		return reader.page.getByRole('link', { name: 'The evening' }).count();
	};

	await test.step('chosen for the story, and looked at as readers would have it', async () => {
		await page.goto(`${story}/share`);
		await page.getByRole('checkbox', { name: m.sharing_anyone() }).check();
		await page.getByRole('checkbox', { name: m.going_findable() }).check();
		await page.getByText(m.going_lived(), { exact: true }).click();
		await page.getByRole('radio', { name: m.lived_weeks_around({ weeks: 20 }) }).check();
		await page.getByRole('radio', { name: `${m.lived_stillbirth()}, Born still` }).check();
		await page.getByText(m.going_subjects(), { exact: true }).first().click();
		await page.getByRole('checkbox', { name: m.subject_faith() }).check();
		await readByAxe(page);
		await button(page, m.sharing_form_look()).click();
		await expect(page.getByText(m.lived_weeks_around({ weeks: 20 }))).toBeVisible();
		await expect(page.getByText(m.going_would_findable())).toBeVisible();
		await button(page, m.sharing_look_share()).click();
		await expect(page.getByText(m.sharing_said_shared())).toBeVisible();
		await readByAxe(page);
	});

	const public_ = `${site.origin}/story/${story.split('/').at(-1)}`;
	await test.step('others find it, and engines may', async () => {
		expect(await list()).toBe(1);
		const answer = await reader.page.goto(public_);
		expect(answer?.headers()['x-robots-tag']).toBe('all');
		await expect(reader.page.getByText(m.lived_weeks_around({ weeks: 20 }))).toBeVisible();
		await expect(reader.page.getByText(`${m.lived_stillbirth()}, Born still`)).toBeVisible();
		await expect(reader.page.getByText('19')).toHaveCount(0);
		await readByAxe(reader.page);
	});

	await test.step('who leaves the subject out does not come upon it', async () => {
		await reader.page.goto(`${site.origin}/leave-out`);
		await readByAxe(reader.page);
		await reader.page.getByRole('checkbox', { name: m.subject_faith() }).check();
		await button(reader.page, m.leave_out_keep()).click();
		await expect(reader.page.getByText(m.leave_out_kept())).toBeVisible();
		expect(await list()).toBe(0);
		await reader.page.goto(`${site.origin}/leave-out`);
		await reader.page.getByRole('checkbox', { name: m.subject_faith() }).uncheck();
		await button(reader.page, m.leave_out_keep()).click();
		expect(await list()).toBe(1);
	});

	await test.step('one keeper takes back a fact, and that it is found, at once', async () => {
		await page.goto(`${story}/share`);
		await page
			.getByRole('listitem')
			.filter({ hasText: m.lived_weeks_around({ weeks: 20 }) })
			.getByRole('button')
			.click();
		await expect(page.getByText(m.going_said_narrowed())).toBeVisible();
		await reader.page.goto(public_);
		await expect(reader.page.getByText(m.lived_weeks_around({ weeks: 20 }))).toHaveCount(0);
		await button(page, m.going_out_end_found()).click();
		await expect(page.getByText(m.going_said_narrowed())).toBeVisible();
		expect(await list()).toBe(0);
		const answer = await reader.page.goto(public_);
		expect(answer?.status()).toBe(200);
		expect(answer?.headers()['x-robots-tag']).toContain('noindex');
	});

	await test.step('how often this happens is there for anybody', async () => {
		await reader.page.goto(`${site.origin}/how-often`);
		await expect(reader.page.getByRole('heading', { name: m.figures_title() })).toBeVisible();
		await readByAxe(reader.page);
	});
});
