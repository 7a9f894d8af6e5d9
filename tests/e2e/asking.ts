import { expect, type Browser } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import {
	beginBox,
	button,
	link,
	mailedLink,
	signIn,
	somebody,
	takeUp,
	type Somebody
} from './acts.ts';
import type { Running } from './lamplight.ts';

/** Wren asks Tom, who has not answered, to share a story of both with anyone. */
export type Asking = {
	wren: Somebody;
	tom: Somebody;
	/** Addresses: of the memory box, of the question as Tom has it, and as readers have the story. */
	box: string;
	question: string;
	story: string;
	title: string;
};

/** All of it without scripts. `title` has to be another each time. */
export async function askToShare(browser: Browser, site: Running, title: string): Promise<Asking> {
	const person = (name: string) => somebody(browser, `${name} ${title}`, false);
	const [wren, tom] = [await person('Wren'), await person('Tom')];
	await signIn(site, wren);
	const box = site.origin + (await beginBox(site, wren.page, title));
	await wren.page.goto(`${box}/people`);
	await wren.page.getByLabel(m.people_keeper_email()).last().fill(tom.email);
	await button(wren.page, m.people_keeper_invite()).click();
	await takeUp(tom.page, await mailedLink(site, tom.email, '/invitation/'), tom.name);
	const written = await writeTogether(wren, box, title);
	await tom.page.goto(box);
	await link(tom.page, m.sharing_see_as_they_would()).click();
	await expect(button(tom.page, m.sharing_yes())).toBeVisible();
	const question = tom.page.url();
	return { wren, tom, box, question, story: `${site.origin}/story/${written}`, title };
}

async function writeTogether({ page }: Somebody, box: string, title: string): Promise<string> {
	await page.goto(box);
	await button(page, m.box_story()).click();
	await page.waitForURL(/\/story\/[0-9a-f-]+$/);
	const address = page.url();
	await page.getByLabel(m.story_title_label()).fill(title);
	await page.getByRole('textbox', { name: m.story_body_label() }).fill('Tom held him.');
	await button(page, m.story_keep()).click();
	await page.goto(`${address}/share`);
	await page.getByRole('checkbox', { name: m.sharing_anyone() }).check();
	await page.getByRole('checkbox', { name: m.going_findable() }).check();
	await button(page, m.sharing_form_look()).click();
	await page.locator('form#look button.main').click();
	await expect(page.getByText(m.sharing_said_asked())).toBeVisible();
	return address.split('/').at(-1) ?? '';
}

/** Sends Tom's yes, and does not wait for what comes of it. Gives the status, or that it was cut off. */
export async function sendYes(site: Running, { tom, question }: Asking) {
	return tom.page.request
		.post(`${question}?/answer`, {
			form: { answer: 'yes' },
			headers: { origin: site.origin, accept: 'text/html' },
			maxRedirects: 0
		})
		.then(
			(response) => response.status(),
			() => 'cut off' as const
		);
}
