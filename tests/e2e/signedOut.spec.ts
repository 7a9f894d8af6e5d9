import { expect, test, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, mailedLink, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.afterAll(async () => {
	await site.close();
});

const written = 'A made-up line.\n\nAnd after it another, “with signs” & <more>.';
const signedOut = (page: Page) =>
	page.getByRole('heading', { name: m.accounts_signed_out_title() });

test('words sent after the session ended are kept by the way of one letter, without scripts', async ({
	browser
}) => {
	const wren = await somebody(browser, 'Held', false);
	const { page, context } = wren;
	await signIn(site, wren);
	const box = await beginBox(site, page, 'Juniper');
	await page.goto(`${site.origin}${box}/words`);
	await page.locator('textarea').fill(written);
	await page.locator('input[name=scope][value=box]').check();
	await context.clearCookies();
	const [answer] = await Promise.all([
		page.waitForResponse((response) => response.request().method() === 'POST'),
		button(page, m.keepsakes_put_in_words()).click()
	]);
	expect(answer.status()).toBe(401);
	await expect(signedOut(page)).toBeVisible();
	await expect(page.getByText('And after it another')).toBeVisible();

	await button(page, m.accounts_signed_out_again()).click();
	await expect(signedOut(page)).toBeVisible();
	await page.getByLabel(m.accounts_email()).fill('no address');
	await button(page, m.accounts_sign_in_send()).click();
	await expect(page.getByText(m.accounts_email_wrong())).toBeVisible();
	await page.getByLabel(m.accounts_email()).fill(wren.email);
	await button(page, m.accounts_sign_in_send()).click();
	await expect(page.getByRole('status')).toHaveText(
		m.accounts_signed_out_sent({ email: wren.email })
	);
	const letter = await context.newPage();
	await letter.goto(await mailedLink(site, wren.email, '/enter'));
	await letter.locator('main').getByRole('button').click();
	await letter.waitForURL((url) => url.pathname !== '/enter');

	await button(page, m.accounts_signed_out_again()).click();
	await page.waitForURL(/#k-/);
	await page.goto(page.url().replace(/\/box\/([^#]+)#k-(.*)/, '/box/$1/keepsake/$2'));
	await expect(page.locator('textarea')).toHaveValue(written);
	await context.close();
});

test('every form that takes writing gives it back, and does what was asked once signed in', async ({
	browser
}) => {
	const wren = await somebody(browser, 'Forms', false);
	const { page, context } = wren;
	await signIn(site, wren);
	const box = await beginBox(site, page, 'Juniper');
	const begin = await context.newPage();
	await begin.goto(`${site.origin}/boxes/begin`);
	const forms = [
		{ at: `${box}/about`, field: 'happened', save: m.box_about_save() },
		{ at: '/you', field: 'name', save: m.accounts_name_save() },
		{ at: `${box}/people`, field: 'guestName', save: m.people_guest_invite() }
	];
	for (const { at, field, save } of forms) {
		await page.goto(site.origin + at);
		const cookies = await context.cookies();
		await page.locator(`[name=${field}]`).fill('Made up here');
		const email = page.locator('[name=guestEmail]');
		if (await email.count()) await email.fill('iris@example.org');
		await context.clearCookies();
		await button(page, save).click();
		await expect(signedOut(page), at).toBeVisible();
		await expect(page.getByText('Made up here', { exact: true })).toBeVisible();
		await context.addCookies(cookies);
		await button(page, m.accounts_signed_out_again()).click();
		await expect(signedOut(page)).toHaveCount(0);
		await page.goto(site.origin + at);
		expect(await page.locator('main').innerHTML(), at).toMatch(/Made up here/);
	}
	await context.close();
});

test('a share form that was long thought about is shared as it was chosen', async ({ browser }) => {
	const wren = await somebody(browser, 'Choosing', false);
	const { page, context } = wren;
	await signIn(site, wren);
	const box = await beginBox(site, page, 'Juniper');
	await page.goto(site.origin + box);
	await button(page, m.box_story()).click();
	await page.waitForURL(/\/story\/[0-9a-f-]+$/);
	const story = page.url();
	await page.getByLabel(m.story_title_label()).fill('The car park');
	await button(page, m.story_keep()).last().click();
	await page.goto(`${story}/share`);
	await page.getByRole('checkbox', { name: m.sharing_anyone() }).check();
	await page.getByLabel(m.sharing_form_byline()).fill('Somebody made up');
	const cookies = await context.cookies();
	await context.clearCookies();
	await button(page, m.sharing_form_look()).click();
	await expect(signedOut(page)).toBeVisible();
	await context.addCookies(cookies);
	await button(page, m.accounts_signed_out_again()).click();
	await expect(page.getByText(m.story_by({ byline: 'Somebody made up' }))).toBeVisible();
	await context.clearCookies();
	await button(page, m.sharing_look_share()).click();
	await expect(signedOut(page)).toBeVisible();
	await context.addCookies(cookies);
	await button(page, m.accounts_signed_out_again()).click();
	await expect(page.getByText(m.sharing_said_shared())).toBeVisible();
	await context.close();
});

test('whoever is not signed in learns nothing by it of any memory box', async ({
	browser,
	request
}) => {
	const wren = await somebody(browser, 'Unseen', true);
	await signIn(site, wren);
	const box = await beginBox(site, wren.page, 'Juniper');
	const here = box.split('/').at(-1) ?? '';
	const never = '5f0c7c1e-2d7e-4a43-9d1c-6a4f7f3b9e10';
	const answerAt = async (id: string, origin = site.origin) => {
		const response = await request.post(`${site.origin}/box/${id}/words`, {
			headers: { accept: 'text/html', origin },
			form: { words: 'Made up.' }
		});
		const headers = { ...response.headers() };
		delete headers.date;
		// Made of the body, in which the address that was asked stands.
		delete headers.etag;
		return {
			status: response.status(),
			headers,
			body: (await response.text()).replaceAll(id, never)
		};
	};
	const missing = await answerAt(never);
	expect(missing.status).toBe(401);
	expect(missing.headers['cache-control']).toContain('no-store');
	expect(await answerAt(here)).toEqual(missing);
	expect((await answerAt(here, 'https://elsewhere.example')).status).toBe(403);
	await wren.page.goto(`${site.origin}${box}/words`);
	await wren.page.locator('textarea').fill(written);
	await wren.context.clearCookies();
	await button(wren.page, m.keepsakes_put_in_words()).click();
	await expect(signedOut(wren.page)).toBeVisible();
	await readByAxe(wren.page);
	await wren.context.close();
});
