import { expect, test, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, signIn, somebody, type Somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.afterAll(async () => {
	await site.close();
});

type Writer = Somebody & { story: string };

/** Somebody with a memory box who has just begun a story, and its address. */
async function writer(
	browser: Parameters<typeof somebody>[0],
	name: string,
	scripts = true
): Promise<Writer> {
	const who = await somebody(browser, name, scripts);
	await signIn(site, who);
	const box = await beginBox(site, who.page, 'Juniper');
	await who.page.goto(site.origin + box);
	await button(who.page, m.box_story()).click();
	await who.page.waitForURL(/\/story\/[0-9a-f-]+$/);
	if (scripts) await editorOf(who.page).waitFor();
	return { ...who, story: who.page.url() };
}

const editorOf = (page: Page) => page.locator('[contenteditable]');
const textOf = (page: Page) => page.locator('textarea[name=body]');
const said = (page: Page, words: string) =>
	expect(page.getByText(words, { exact: true })).toBeVisible();

test('what is typed is kept as it is typed, and looks as it will be read', async ({ browser }) => {
	const { page, context } = await writer(browser, 'Typing');
	await page.getByLabel(m.story_title_label()).fill('The car park');
	await editorOf(page).click();
	await page.keyboard.type('We named him *there*.');
	await page.keyboard.press('Enter');
	await page.keyboard.type('> It was ours to choose.');
	await said(page, m.story_state_kept());
	await expect(textOf(page)).toHaveValue('We named him *there*.\n\n> It was ours to choose.\n');
	await readByAxe(page);
	await page.reload();
	await expect(page.getByLabel(m.story_title_label())).toHaveValue('The car park');
	await expect(editorOf(page).locator('blockquote')).toHaveText('It was ours to choose.');
	await expect(editorOf(page).locator('em')).toHaveText('there');
	await context.close();
});

test('a page closed in the middle of a sentence loses nothing', async ({ browser }) => {
	const { page, context, story } = await writer(browser, 'Closing');
	await editorOf(page).click();
	await page.keyboard.type('Half a sent');
	await page.close();
	const again = await context.newPage();
	await again.goto(story);
	await expect(editorOf(again)).toHaveText('Half a sent');
	await again.keyboard.press('Tab');
	await editorOf(again).click();
	await again.keyboard.press('Control+End');
	await again.keyboard.type('ence.');
	await again.goto(`${site.origin}/stories`);
	await again.goBack();
	await expect(editorOf(again)).toHaveText('Half a sentence.');
	await context.close();
});

test('without a connection it is kept on the device, through a page that dies, and sent when there is one', async ({
	browser
}) => {
	const { page, context, story } = await writer(browser, 'Offline');
	await context.route('**/save', (route) => route.abort('internetdisconnected'));
	await editorOf(page).click();
	await page.keyboard.type('Written on the train.');
	await said(page, m.story_state_device());
	await readByAxe(page);
	await page.close();
	await context.unroute('**/save');
	const again = await context.newPage();
	await again.goto(story);
	await expect(editorOf(again)).toHaveText('Written on the train.');
	await said(again, m.story_state_kept());
	await context.close();
});

test('a connection that comes back is noticed, and nothing is asked of anybody', async ({
	browser
}) => {
	const { page, context, story } = await writer(browser, 'Tunnel');
	await context.setOffline(true);
	await editorOf(page).click();
	await page.keyboard.type('In the tunnel.');
	await said(page, m.story_state_device());
	await context.setOffline(false);
	await said(page, m.story_state_kept());
	await page.goto(story);
	await expect(editorOf(page)).toHaveText('In the tunnel.');
	await context.close();
});

test('an answer that was lost on the way makes no second version', async ({ browser }) => {
	const { page, context, story } = await writer(browser, 'Lost');
	await context.route('**/save', async (route) => {
		await route.fetch();
		await route.abort('connectionreset');
	});
	await editorOf(page).click();
	await page.keyboard.type('Once');
	await said(page, m.story_state_device());
	await context.unroute('**/save');
	await page.keyboard.type(' and again.');
	await said(page, m.story_state_kept());
	await page.goto(story);
	await expect(editorOf(page)).toHaveText('Once and again.');
	await expect(page.getByText(m.story_copies_title())).toHaveCount(0);
	await context.close();
});

test('two tabs keep both versions, and either can be taken', async ({ browser }) => {
	const { page, context, story } = await writer(browser, 'Tabs');
	const second = await context.newPage();
	await second.goto(story);
	await editorOf(second).waitFor();
	await editorOf(page).click();
	await page.keyboard.type('From the kitchen.');
	await said(page, m.story_state_kept());
	await editorOf(second).click();
	await second.keyboard.type('From the train.');
	await expect(second.getByText(m.story_state_beside())).toBeVisible();
	await second.keyboard.type(' Still there.');
	await second.getByRole('link', { name: m.story_see_both() }).click();
	await expect(editorOf(second)).toHaveText('From the kitchen.');
	await expect(second.getByRole('heading', { name: m.story_copies_title() })).toBeVisible();
	await second.locator('#copies summary').click();
	await said(second, 'From the train. Still there.');
	await readByAxe(second);
	await button(second, m.story_copy_take()).click();
	await expect(editorOf(second)).toHaveText('From the train. Still there.');
	await second.locator('#copies summary').click();
	await said(second, 'From the kitchen.');
	await button(second, m.story_copy_put_away()).click();
	await expect(second.locator('#copies')).toHaveCount(0);
	await expect(editorOf(second)).toHaveText('From the train. Still there.');
	await context.close();
});

test('signing out leaves nothing on the device', async ({ browser }) => {
	const { page, context } = await writer(browser, 'Leaving');
	await context.route('**/save', (route) => route.abort('internetdisconnected'));
	await editorOf(page).click();
	await page.keyboard.type('For me alone.');
	await said(page, m.story_state_device());
	const out = await context.newPage();
	await out.goto(`${site.origin}/you`);
	await button(out, m.accounts_sign_out()).click();
	await out.waitForURL((url) => url.pathname !== '/you');
	// What the other tab still shows must not be written back.
	await page.keyboard.type(' More.');
	const kept = await out.evaluate(async () => {
		const found = (await indexedDB.databases()).filter(({ name }) => name === 'lamplight-drafts');
		return found.length;
	});
	expect(kept).toBe(0);
	await context.close();
});

test('a session that ended keeps what is typed until somebody signs in again', async ({
	browser
}) => {
	const { page, context } = await writer(browser, 'Ended');
	const cookies = await context.cookies();
	await context.clearCookies();
	await editorOf(page).click();
	await page.keyboard.type('Still here.');
	await expect(page.getByText(m.story_state_signed_out())).toBeVisible();
	await context.addCookies(cookies);
	await page.keyboard.type(' And kept.');
	await said(page, m.story_state_kept());
	await context.close();
});

test('without scripts a form keeps it, two versions too, and gives everything back that was too long', async ({
	browser
}) => {
	const { page, context, story } = await writer(browser, 'Plain', false);
	const second = await context.newPage();
	await second.goto(story);
	await page.getByLabel(m.story_title_label()).fill('The car park');
	await textOf(page).fill('From the kitchen.\n\n> Ours to choose.');
	await button(page, m.story_keep()).last().click();
	await expect(textOf(page)).toHaveValue('From the kitchen.\n\n> Ours to choose.');
	await readByAxe(page);

	await textOf(second).fill('From the train.');
	await button(second, m.story_keep()).last().click();
	await expect(textOf(second)).toHaveValue('From the kitchen.\n\n> Ours to choose.');
	await second.locator('#copies summary').click();
	await said(second, 'From the train.');
	await button(second, m.story_copy_take()).click();
	await expect(textOf(second)).toHaveValue('From the train.');

	await second.getByLabel(m.story_title_label()).fill('x'.repeat(301));
	await button(second, m.story_keep()).last().click();
	await said(second, m.story_title_long());
	await expect(second.getByLabel(m.story_title_label())).toBeFocused();
	await expect(textOf(second)).toHaveValue('From the train.');
	await context.close();
});

test('without scripts, signed out in between, what was typed comes back and can be kept', async ({
	browser
}) => {
	const { page, context, story } = await writer(browser, 'Between', false);
	const cookies = await context.cookies();
	await context.clearCookies();
	await textOf(page).fill('Still here.');
	await button(page, m.story_keep()).last().click();
	await expect(page.getByRole('heading', { name: m.accounts_signed_out_title() })).toBeVisible();
	await expect(page.getByText('Still here.', { exact: true })).toBeVisible();
	await context.addCookies(cookies);
	await button(page, m.accounts_signed_out_again()).click();
	await page.goto(story);
	await expect(textOf(page)).toHaveValue('Still here.');
	await context.close();
});

test('a story let go can be taken back', async ({ browser }) => {
	const { page, context } = await writer(browser, 'Going');
	await editorOf(page).click();
	await page.keyboard.type('Not for now.');
	await said(page, m.story_state_kept());
	await page.getByText(m.story_let_go_title()).click();
	await button(page, m.story_let_go()).click();
	await expect(page.getByRole('heading', { name: m.story_gone_title() })).toBeVisible();
	await readByAxe(page);
	await button(page, m.story_take_back()).click();
	await expect(editorOf(page)).toHaveText('Not for now.');
	await context.close();
});

test('a story that is hidden looks in every way like one that does not exist', async ({
	browser,
	request
}) => {
	const { story, context } = await writer(browser, 'Hidden');
	const hidden = story.split('/').at(-1) ?? '';
	const never = '5f0c7c1e-2d7e-4a43-9d1c-6a4f7f3b9e10';
	const face = async (path: string, method: 'GET' | 'POST' = 'GET') => {
		const response = await request.fetch(site.origin + path, {
			method,
			maxRedirects: 0,
			headers: { origin: site.origin },
			...(method === 'POST' ? { form: { keepsake: never } } : {})
		});
		const headers = Object.fromEntries(
			response.headersArray().map(({ name, value }) => [name.toLowerCase(), value])
		);
		delete headers.date;
		const body = (await response.text()).replaceAll(hidden, never);
		return { status: response.status(), headers, body };
	};
	for (const path of ['/story/ID', `/shown/ID/${never}/medium`, '/story/ID/x']) {
		const missing = await face(path.replace('ID', never));
		expect(missing.status).toBe(404);
		expect(await face(path.replace('ID', hidden))).toEqual(missing);
	}
	const missing = await face(`/story/${never}`);
	expect(await face('/story/none')).toEqual(missing);
	for (const action of ['show', 'cover']) {
		const asked = await face(`/story/${never}?/${action}`, 'POST');
		expect(asked.status).toBe(404);
		expect(await face(`/story/${hidden}?/${action}`, 'POST')).toEqual(asked);
	}
	await context.close();
});
