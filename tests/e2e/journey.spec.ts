import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import {
	answer,
	button,
	enter,
	link,
	mailedLink,
	putIn,
	shareStory,
	signIn,
	somebody,
	takeUp,
	writeStory
} from './acts.ts';
import { readByAxe } from './axe.ts';
import { expectNoTraces, expectOriginals, unshowable } from './files.ts';
import { startLamplight, type Running } from './lamplight.ts';
import { haveRealPhotographs, realPhotographs } from './photographs.ts';

let site: Running;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.afterAll(async () => {
	await site.close();
});

for (const scripts of [true, false]) {
	test(`a family keeps and shares, ${scripts ? 'with' : 'without'} scripts`, async ({
		browser
	}) => {
		test.setTimeout(600_000);
		test.skip(!haveRealPhotographs, 'The real photographs do not lie beside the project.');
		const suffix = scripts ? '' : ' II';
		const person = (name: string) => somebody(browser, `${name}${suffix}`, scripts);
		const [wren, tom, iris] = [await person('Wren'), await person('Tom'), await person('Iris')];
		const [kit, stranger] = [await person('Kit'), await person('Stranger')];

		await test.step('just keep these safe: photographs, an address, done', async () => {
			const { page } = wren;
			await page.goto(`${site.origin}/keep-safe`);
			await readByAxe(page);
			await page.getByLabel(m.keepsafe_email()).fill(wren.email);
			await page.locator('input[type=file]').setInputFiles(realPhotographs('gps'));
			await button(page, m.keepsafe_send()).click();
			await expect(page.getByText(m.keepsafe_kept_words())).toBeVisible({ timeout: 60_000 });
			await enter(page, await mailedLink(site, wren.email, '/enter'), wren.name);
		});

		const box = await test.step('they are hers, in a memory box of her own', async () => {
			const { page } = wren;
			await page.goto(`${site.origin}/boxes`);
			await page.locator('main').getByRole('link', { name: m.boxes_unnamed() }).first().click();
			await page.waitForURL(/\/box\/[0-9a-f-]+$/);
			const found = page.url();
			await page.goto(`${found}/about`);
			await page.getByLabel(m.box_begin_name(), { exact: true }).fill(`Robin${suffix}`);
			await button(page, m.box_about_save()).click();
			await page.goto(found);
			await expect(page.getByRole('heading', { level: 1, name: `Robin${suffix}` })).toBeVisible();
			await button(page, m.box_show_all()).click();
			await readByAxe(page);
			return found;
		});

		await test.step('real photographs are put in, many at once, and kept bit for bit', async () => {
			const { page } = wren;
			const given = realPhotographs('heic', 'orientation', 'invalid', 'other');
			given.push(...(await unshowable(given.find((path) => path.endsWith('Canon_40D.jpg')) ?? '')));
			await putIn(page, box, given, scripts);
			await expect
				.poll(
					async () => (await (await page.request.get(box)).text()).includes(m.keepsakes_making()),
					{
						timeout: 120_000
					}
				)
				.toBe(false);
			await expectOriginals(page, box, [...given, ...realPhotographs('gps')]);
			const pictures = await expectNoTraces(page, box);
			expect(pictures).toBeGreaterThanOrEqual(3 * (given.length + 4 - 2) - 6);
		});

		await test.step('the other parent is invited, and finds every photograph covered', async () => {
			const { page } = wren;
			await page.goto(`${box}/people`);
			await readByAxe(page);
			await page.getByLabel(m.people_keeper_email()).last().fill(tom.email);
			await button(page, m.people_keeper_invite()).click();
			await expect(page.getByText(m.people_said_sent())).toBeVisible();
			await takeUp(tom.page, await mailedLink(site, tom.email, '/invitation/'), tom.name);
			await tom.page.goto(box);
			await expect(button(tom.page, m.keepsakes_show()).first()).toBeVisible();
			await expect(tom.page.locator('main img')).toHaveCount(0);
			await readByAxe(tom.page);
		});

		const story = await test.step('a story is written, with a photograph in it', () =>
			writeStory(wren.page, box, `The day we said hello${suffix}`, scripts));

		await test.step('nobody else sees it, and nothing of it goes out, before both say yes', async () => {
			expect((await tom.page.request.get(story)).status()).toBe(404);
			await shareStory(wren.page, story, ['peers']);
			await tom.page.goto(box);
			await link(tom.page, m.sharing_see_as_they_would()).click();
			await readByAxe(tom.page);
			const question = tom.page.url();
			await tom.page.setViewportSize({ width: 390, height: 844 });
			await answer(tom.page, m.sharing_not_yet());
			await expect(tom.page.getByText(m.sharing_yours_not_yet())).toBeInViewport();
			await tom.page.setViewportSize({ width: 1280, height: 720 });
			await stranger.page.goto(`${site.origin}/stories`);
			await expect(stranger.page.getByText(`The day we said hello${suffix}`)).toHaveCount(0);
			await tom.page.goto(question);
			await answer(tom.page, m.sharing_yes());
			await stranger.page.goto(`${site.origin}/stories`);
			await expect(stranger.page.getByText(`The day we said hello${suffix}`)).toHaveCount(0);
		});

		await test.step('a member reads it as a peer once the host has welcomed them', async () => {
			await signIn(site, kit);
			await kit.page.goto(`${site.origin}/you`);
			await button(kit.page, m.accounts_peer_ask()).click();
			const host = await theHost(browser);
			await host.page.goto(`${site.origin}/welcome`);
			await button(host.page, m.hosting_welcome_who({ name: kit.name })).click();
			await kit.page.goto(`${site.origin}/stories`);
			await link(kit.page, `The day we said hello${suffix}`).click();
			await expect(button(kit.page, m.story_show_photograph())).toBeVisible();
			await readByAxe(kit.page);
			await host.context.close();
		});

		const shared =
			await test.step('then it is shared with anyone, and a stranger reads it', async () => {
				await shareStory(wren.page, story, ['peers', 'anyone']);
				await tom.page.goto(box);
				await link(tom.page, m.sharing_see_as_they_would()).click();
				await answer(tom.page, m.sharing_yes());
				const { page } = stranger;
				const asked: string[] = [];
				page.on('request', (request) => asked.push(request.url()));
				await page.goto(`${site.origin}/stories`);
				await link(page, `The day we said hello${suffix}`).click();
				await expect(page.getByText('The three of us, an hour after.')).toBeVisible();
				await readByAxe(page);
				expect(asked.filter((url) => /photograph|picture|original/.test(url))).toEqual([]);
				expect(await page.content()).not.toMatch(/\/(photograph|picture|original)\//);
				await button(page, m.story_show_photograph()).click();
				const photograph = page.locator('article img');
				await expect(photograph).toBeVisible();
				await expect
					.poll(() => photograph.evaluate((img: HTMLImageElement) => img.naturalWidth))
					.toBeGreaterThan(0);
				const bytes = await photograph.evaluate(
					(img: HTMLImageElement) => img.currentSrc || img.src
				);
				expect((await page.request.get(bytes)).status()).toBe(200);
				const another = await somebody(browser, 'Another', scripts);
				expect((await another.page.request.get(bytes)).status()).toBe(404);
				await another.page.goto(page.url());
				await expect(button(another.page, m.story_show_photograph())).toBeVisible();
				await another.context.close();
				return new URL(page.url()).href.split('#')[0] ?? '';
			});

		await test.step('family is invited when both say yes, and sees what is for family alone', async () => {
			await wren.page.goto(`${box}/people`);
			await wren.page.getByLabel(m.people_guest_name()).fill(iris.name);
			await wren.page.getByLabel(m.people_guest_email()).first().fill(iris.email);
			await button(wren.page, m.people_guest_invite()).click();
			await expect(wren.page.getByText(m.people_said_asked())).toBeVisible();
			await tom.page.goto(box);
			await link(tom.page, m.sharing_open_question()).click();
			await answer(tom.page, m.people_invite_yes());
			const invitation = await mailedLink(site, iris.email, '/invitation/');
			await takeUp(iris.page, invitation, iris.name);
			await stranger.page.goto(invitation);
			await expect(
				stranger.page.getByRole('heading', { name: m.accounts_invitation_gone_title() })
			).toBeVisible();
			expect((await iris.page.request.get(box)).status()).toBe(404);
			await shareStory(wren.page, story, ['family']);
			await tom.page.goto(box);
			await link(tom.page, m.sharing_see_as_they_would()).click();
			await answer(tom.page, m.sharing_yes());
			expect((await stranger.page.request.get(shared)).status()).toBe(404);
			await iris.page.goto(shared);
			await expect(button(iris.page, m.story_show_photograph())).toBeVisible();
			await wren.page.goto(`${box}/people`);
			await button(wren.page, m.people_guest_withdraw_whom({ name: iris.name })).click();
			expect((await iris.page.request.get(shared)).status()).toBe(404);
		});

		await test.step('either brings it back, and it is gone from here at once', async () => {
			await shareStory(wren.page, story, ['peers', 'anyone']);
			await tom.page.goto(box);
			await link(tom.page, m.sharing_see_as_they_would()).click();
			await answer(tom.page, m.sharing_yes());
			expect((await stranger.page.request.get(shared)).status()).toBe(200);
			await tom.page.goto(`${story}/share`);
			await button(tom.page, m.sharing_bring_back()).click();
			await expect(tom.page.getByText(m.sharing_said_brought_back())).toBeVisible();
			expect((await stranger.page.request.get(shared)).status()).toBe(404);
			expect((await kit.page.request.get(shared)).status()).toBe(404);
		});

		for (const each of [wren, tom, iris, kit, stranger]) await each.context.close();
	});
}

/** Jo, the host: made by the link at the terminal the first time, by a mailed link after that. */
async function theHost(browser: Parameters<typeof somebody>[0]) {
	const jo = await somebody(browser, 'Jo', true);
	await jo.page.goto(site.hostLink);
	const name = jo.page.getByLabel(m.accounts_name());
	if (await name.isVisible()) {
		await name.fill('Jo');
		await jo.page.getByLabel(m.accounts_email()).fill(jo.email);
		await button(jo.page, m.accounts_invitation_take_host()).click();
		await jo.page.waitForURL('**/host/setup');
	} else await signIn(site, jo);
	return jo;
}
