import { expect, test, type Page, type Route } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, putIn, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';
import { haveRealPhotographs, realPhotographs } from './photographs.ts';

let site: Running;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.afterAll(async () => {
	await site.close();
});

const file = (name: string) => ({
	name,
	mimeType: 'text/plain',
	buffer: Buffer.from(`Made up, for ${name}.`)
});

/** The page's scripts, held back: each is let go when the test says so. */
async function holdScripts(page: Page) {
	const held: Route[] = [];
	let open = false;
	await page.route('**/_app/**/*.js', async (route) => {
		if (open) await route.continue();
		else held.push(route);
	});
	return {
		held,
		/** Lets one of them go; false where none waits. */
		one: async () => {
			const route = held.shift();
			await route?.continue();
			return route !== undefined;
		},
		all: async () => {
			open = true;
			while (held.length > 0) await held.shift()?.continue();
		}
	};
}

const chosenField = (page: Page) => page.locator('input[type=file]');
/** Scripts are there when they say that things may be dropped. */
const scriptsAreThere = (page: Page) =>
	expect(page.getByText(m.keepsakes_drop(), { exact: false })).toBeVisible();

/** Chooses files in the page itself, at the first change that the scripts make to the form. */
function chooseAtTheFirstChange(name: string): void {
	const watch = new MutationObserver(() => {
		const field = document.querySelector<HTMLInputElement>('input[type=file]');
		if (!field || document.readyState === 'loading') return;
		watch.disconnect();
		const all = new DataTransfer();
		all.items.add(new File([`Made up, for ${name}.`], name, { type: 'text/plain' }));
		field.files = all.files;
		field.dispatchEvent(new Event('change', { bubbles: true }));
	});
	addEventListener('DOMContentLoaded', () =>
		watch.observe(document.body, {
			subtree: true,
			childList: true,
			attributes: true,
			characterData: true
		})
	);
}

test('files chosen before, while and after the scripts arrive are all put in', async ({
	browser
}) => {
	const wren = await somebody(browser, 'Wren', true);
	const { page } = wren;
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, page, 'Robin'));

	await test.step('before', async () => {
		const scripts = await holdScripts(page);
		await page.goto(`${box}/put-in`, { waitUntil: 'commit' });
		await chosenField(page).setInputFiles([file('before-1.txt'), file('before-2.txt')]);
		await page.getByLabel(m.keepsakes_covered()).check();
		await scripts.all();
		await expect(page.getByText('before-2.txt')).toBeVisible();
		await expect(page.getByLabel(m.keepsakes_covered())).toBeChecked();
		await expect(page.getByLabel(/before-1.txt/).first()).toHaveValue('covered');
		await button(page, m.keepsakes_put_in()).click();
		await expect(page.getByText(m.keepsakes_all_kept(), { exact: true })).toBeVisible();
	});

	await test.step('after each one of the scripts', async () => {
		for (let after = 1, more = true; more && after < 40; after += 6) {
			await page.unroute('**/_app/**/*.js');
			const scripts = await holdScripts(page);
			await page.goto(`${box}/put-in`, { waitUntil: 'commit' });
			await expect.poll(() => scripts.held.length).toBeGreaterThan(0);
			for (let gone = 0; gone < after && more; gone += 1) more = await scripts.one();
			await chosenField(page).setInputFiles(file(`while-${after}.txt`));
			await scripts.all();
			await expect(page.getByText(`while-${after}.txt`)).toBeVisible();
			await button(page, m.keepsakes_put_in()).click();
			await expect(page.getByText(m.keepsakes_one_kept(), { exact: true })).toBeVisible();
		}
	});

	await test.step('in the very moment in which the page comes alive, and after it', async () => {
		await page.unroute('**/_app/**/*.js');
		const own = await wren.context.newPage();
		await own.addInitScript(chooseAtTheFirstChange, 'moment.txt');
		await own.goto(`${box}/put-in`, { waitUntil: 'commit' });
		await expect(own.getByText('moment.txt')).toBeVisible();
		await scriptsAreThere(own);
		await chosenField(own).setInputFiles(file('after.txt'));
		await expect(own.getByText('after.txt')).toBeVisible();
		await button(own, m.keepsakes_put_in()).click();
		await expect(own.getByText(m.keepsakes_all_kept(), { exact: true })).toBeVisible();
	});

	await page.goto(box);
	for (const name of ['while-1', 'moment', 'after']) {
		await expect(page.getByText(`${name}.txt`).first()).toBeVisible();
	}
	await wren.context.close();
});

test('while there is no room, or the site does not answer, it is said what is kept, and it goes on by itself', async ({
	browser
}) => {
	const wren = await somebody(browser, 'Wren Late', true);
	const { page } = wren;
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, page, 'Robin'));
	await page.goto(`${box}/put-in`);
	await scriptsAreThere(page);
	let answer: { status: number; body: string } | null = { status: 507, body: 'no_room' };
	const begun = new Set<string>();
	await page.route('**/uploads/*', async (route) => {
		begun.add(route.request().url());
		if (answer) await route.fulfill({ ...answer, headers: { 'retry-after': '1' } });
		else await route.continue();
	});
	await chosenField(page).setInputFiles(file('late.txt'));
	await button(page, m.keepsakes_put_in()).click();
	await expect(page.getByText(m.keepsakes_no_room())).toBeVisible();
	await expect(page.getByText(m.keepsakes_state_no_room())).toBeVisible();
	await readByAxe(page);
	answer = { status: 503, body: 'waits' };
	await expect(page.getByText(m.keepsakes_site())).toBeVisible();
	await expect(page.getByText(m.keepsakes_none_kept_yet())).toBeVisible();
	answer = null;
	await expect(page.getByText(m.keepsakes_one_kept())).toBeVisible();
	// It was the same upload all along.
	expect(begun.size).toBe(1);
	await wren.context.close();
});

test('what is just to be kept safe is kept, whenever the scripts arrive', async ({ browser }) => {
	for (const when of ['before', 'moment', 'after', 'without a line'] as const) {
		const { page, context } = await somebody(browser, 'Ada', true);
		const scripts = await holdScripts(page);
		if (when === 'moment') await page.addInitScript(chooseAtTheFirstChange, 'moment.txt');
		await page.goto(`${site.origin}/keep-safe`, { waitUntil: 'commit' });
		await page.getByLabel(m.keepsafe_email()).fill('ada@example.org');
		if (when === 'before') await chosenField(page).setInputFiles([file('a.txt'), file('b.txt')]);
		await scripts.all();
		await scriptsAreThere(page);
		await expect(page.getByLabel(m.keepsafe_email())).toHaveValue('ada@example.org');
		if (when === 'after' || when === 'without a line') {
			await button(page, m.keepsafe_send()).click();
			await expect(page.getByText(m.keepsakes_wrong_no_files())).toBeVisible();
			await chosenField(page).setInputFiles([file('a.txt'), file('b.txt')]);
		}
		if (when === 'without a line') {
			await context.setOffline(true);
			await button(page, m.keepsafe_send()).click();
			await expect(page.getByText(m.keepsafe_not_reached())).toBeVisible();
			await context.setOffline(false);
		}
		await button(page, m.keepsafe_send()).click();
		const kept = when === 'moment' ? m.keepsakes_one_kept() : m.keepsakes_all_kept();
		await expect(page.getByText(kept, { exact: true })).toBeVisible();
		await expect(page.getByText(m.keepsafe_kept_words())).toBeVisible();
		await context.close();
	}
});

test('a picture that is being made ready comes by itself, and without scripts by looking again', async ({
	browser
}) => {
	test.skip(!haveRealPhotographs, 'The real photographs do not lie beside the project.');
	for (const scripts of [true, false]) {
		const ida = await somebody(browser, `Ida${scripts}`, scripts);
		const { page } = ida;
		await signIn(site, ida);
		const box = site.origin + (await beginBox(site, page, 'Wren'));
		await putIn(page, box, realPhotographs('heic'), scripts);
		await page.goto(box);
		const making = page.getByText(m.keepsakes_making());
		await expect(making.first()).toBeVisible();
		await expect(async () => {
			if (!scripts) await button(page, m.keepsakes_look_again()).first().click({ timeout: 500 });
			await expect(making).toHaveCount(0, { timeout: 500 });
		}).toPass({ timeout: 60_000 });
		await expect(page.locator('figure img').first()).toBeVisible();
		await ida.context.close();
	}
});

test('only the form that streams its files may be long: nobody fills the memory', async ({
	request
}) => {
	const long = { name: 'long', mimeType: 'text/plain', buffer: Buffer.alloc(5 * 1024 * 1024) };
	for (const form of ['?/begin', '?/other', '?/give&/begin']) {
		const answered = await request.post(`${site.origin}/keep-safe${form}`, {
			headers: { origin: site.origin },
			multipart: { email: 'ada@example.org', files: long }
		});
		expect(answered.status(), form).toBe(413);
	}
});
