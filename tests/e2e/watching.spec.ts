import { join } from 'node:path';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';
import { m } from '#lib/paraglide/messages.js';
import {
	beginBox,
	button,
	link,
	mailedLink,
	putIn,
	signIn,
	somebody,
	writeStory,
	type Somebody
} from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
let host: Somebody;
let kim: Somebody;
let lou: Somebody;

test.beforeAll(async ({ browser }) => {
	site = await startLamplight();
	[host, kim, lou] = (await Promise.all(
		['Jo', 'Kim', 'Lou'].map((name) => somebody(browser, name, false))
	)) as [Somebody, Somebody, Somebody];
	for (const moderator of [kim, lou]) await signIn(site, moderator);
	await signIn(site, host);
	await host.page.goto(site.hostLink);
	await button(host.page, m.accounts_invitation_take_host()).click();
	await setUpWatching(host.page);
});
test.afterAll(() => site.close());

/** The host names two moderators, and says when they are there and whom they can talk to. */
async function setUpWatching(page: Page): Promise<void> {
	await page.goto(`${site.origin}/welcome`);
	await link(page, m.watching_host_title()).click();
	await readByAxe(page);
	for (const { email } of [{ email: 'nobody@example.org' }, kim, lou]) {
		await page.getByLabel(m.watching_host_name_email()).first().fill(email);
		await button(page, m.watching_host_name()).click();
		if (email === 'nobody@example.org') {
			await expect(page.getByText(m.watching_host_nobody())).toBeVisible();
		}
	}
	await expect(button(page, m.watching_host_end_who({ name: 'Lou' }))).toBeVisible();
	await page.getByLabel(m.watching_host_hours()).fill('most evenings');
	await page.getByLabel(m.watching_host_support()).fill('Joan, made up, 01632 960000');
	await button(page, m.watching_host_keep()).click();
	await expect(page.getByText(m.watching_saved())).toBeVisible();
}

/** By the keyboard alone: Tab until it has the focus, then the key that uses it. */
async function press(page: Page, what: Locator, key = 'Enter'): Promise<void> {
	const focused = () => what.evaluate((element) => element === document.activeElement);
	for (let tabs = 0; tabs < 120 && !(await focused()); tabs++) await page.keyboard.press('Tab');
	expect(await focused(), `${what} is reached by Tab`).toBe(true);
	await page.keyboard.press(key);
}

/** The same for one of several: Tab comes to the first of them, arrows go on. */
async function choose(page: Page, what: Locator): Promise<void> {
	await press(page, page.getByRole('radio').first(), 'Space');
	for (let at = 0; at < 8 && !(await what.isChecked()); at++)
		await page.keyboard.press('ArrowDown');
	await expect(what).toBeChecked();
}

/** Somebody writes a story of their own words and shares it with anyone. Gives its id and box. */
async function share(who: Somebody, title: string, letters = false) {
	const { page } = who;
	const box = site.origin + (await beginBox(site, page, 'Robin'));
	await button(page, m.box_story()).click();
	await page.waitForURL(/\/story\/[0-9a-f-]+$/);
	const draft = page.url();
	await page.getByLabel(m.story_title_label()).fill(title);
	await page.getByRole('textbox', { name: m.story_body_label() }).fill('A made-up morning.');
	await button(page, m.story_keep()).click();
	await page.goto(`${draft}/share`);
	await page.getByRole('checkbox', { name: m.sharing_anyone() }).check();
	if (letters) await page.getByRole('radio', { name: m.going_answers_letters() }).check();
	await button(page, m.sharing_form_look()).click();
	await page.locator('form#look button.main').click();
	await page.waitForLoadState();
	return {
		box,
		story: `${site.origin}/story/${draft.split('/').at(-1)}`,
		decision: `${draft}/decision`
	};
}

/** A moderator sits down where they have not, and opens what waits of this kind. */
async function open(page: Page, kind: string): Promise<void> {
	await page.goto(`${site.origin}/watch`);
	const begin = button(page, m.watching_sitting_begin());
	if (await begin.isVisible()) await press(page, begin);
	await readByAxe(page);
	await press(
		page,
		page.getByRole('button', { name: new RegExp(`^${m.watching_take()}: ${kind}`) }).first()
	);
	await page.waitForURL(/\/watch\/[0-9a-f-]+$/);
}

/** From here on the first story of a new keeper waits for nobody. */
async function lookAtNoFirstStory(): Promise<void> {
	await host.page.goto(`${site.origin}/host/watching`);
	await host.page.getByRole('radio', { name: m.watching_host_first_off() }).check();
	await button(host.page, m.watching_host_keep()).click();
}

async function decide(page: Page, verb: string, reason: string, words: string): Promise<void> {
	await choose(page, page.getByRole('radio', { name: verb, exact: true }));
	await page.getByLabel(m.watching_reason()).selectOption({ label: reason });
	await page.getByLabel(m.watching_decide_words()).fill(words);
	await press(page, button(page, m.watching_decide()));
	await expect(page.getByText(m.watching_decided_said())).toBeVisible();
}

const status = async (browser: Browser, address: string) => {
	const passerBy = await browser.newContext();
	const answer = await passerBy.request.get(address);
	await passerBy.close();
	return answer.status();
};

test('a first story waits, is told of, taken down, appealed and shown again, by keyboard and without scripts', async ({
	browser
}) => {
	test.slow();
	const wren = await somebody(browser, 'Wren', false);
	await signIn(site, wren);
	const { story, box, decision } = await share(wren, 'A morning');

	await wren.page.goto(box);
	await expect(
		wren.page.getByText(m.watching_notice_waits_look({ title: '“A morning”' }))
	).toBeVisible();
	await wren.page.goto(decision);
	await expect(wren.page.getByText(m.watching_decision_waits())).toBeVisible();
	await readByAxe(wren.page);
	expect(await status(browser, story)).toBe(404);

	await open(kim.page, m.watching_kind_first_story());
	await expect(kim.page.getByText('A made-up morning.')).toBeHidden();
	await lou.page.goto(`${site.origin}/watch`);
	await expect(lou.page.getByText(m.watching_other_has({ name: 'Kim' }))).toBeVisible();
	expect((await lou.page.request.get(kim.page.url())).status()).toBe(404);
	await readByAxe(kim.page);
	await press(kim.page, kim.page.getByText(m.watching_story_show()));
	await expect(kim.page.getByText('A made-up morning.')).toBeVisible();
	await press(kim.page, kim.page.getByText(m.going_subjects(), { exact: true }));
	await kim.page
		.getByLabel(m.watching_marks_subject(), { exact: true })
		.selectOption({ label: m.subject_faith() });
	await button(kim.page, m.going_out_mark_button()).click();
	await expect(kim.page.getByText(m.watching_marks_why_missing())).toBeVisible();
	await kim.page.getByLabel(m.watching_marks_why()).fill('A prayer is said in it.');
	await readByAxe(kim.page);
	await button(kim.page, m.going_out_mark_button()).click();
	await expect(kim.page.getByText('A prayer is said in it.')).toBeVisible();
	await readByAxe(kim.page);
	await button(kim.page, m.watching_marks_lift()).click();
	await expect(kim.page.getByText(m.watching_marks_none())).toBeVisible();
	await decide(
		kim.page,
		m.watching_verb_release_first(),
		m.watching_reason_as_it_may_be(),
		'Thank you.'
	);
	expect(await status(browser, story)).toBe(200);
	await wren.page.goto(await mailedLink(site, wren.email, '/decision'));
	await expect(wren.page.getByText(m.watching_decision_released())).toBeVisible();

	const reader = await somebody(browser, 'Ines', false);
	await reader.page.goto(story);
	await press(reader.page, link(reader.page, m.watching_report_link()));
	await expect(reader.page.getByText(m.watching_hours({ hours: 'most evenings' }))).toBeVisible();
	await readByAxe(reader.page);
	await reader.page.getByLabel(m.watching_report_words()).fill('My sister is named in it.');
	await button(reader.page, m.watching_report_send()).click();
	await expect(reader.page.getByText(m.watching_report_choose())).toBeVisible();
	await expect(reader.page.getByLabel(m.watching_report_words())).toHaveValue(
		'My sister is named in it.'
	);
	const concern = reader.page.getByRole('radio', { name: m.watching_report_names_somebody() });
	await press(reader.page, reader.page.getByRole('radio').first(), 'Space');
	await concern.check();
	await button(reader.page, m.watching_report_send()).click();
	await expect(
		reader.page.getByRole('heading', { name: m.watching_reported_title() })
	).toBeVisible();
	await readByAxe(reader.page);
	expect(await status(browser, story)).toBe(200);

	await open(kim.page, m.watching_kind_report());
	await expect(kim.page.getByText('My sister is named in it.')).toBeHidden();
	await press(kim.page, kim.page.getByText(m.watching_reports_title()));
	await expect(kim.page.getByText('My sister is named in it.')).toBeVisible();
	await decide(
		kim.page,
		m.watching_verb_remove(),
		m.watching_reason_names_somebody(),
		'It names somebody who did not choose it.'
	);
	expect(await status(browser, story)).toBe(404);

	await wren.page.goto(await mailedLink(site, wren.email, '/decision'));
	await expect(wren.page.getByText('It names somebody who did not choose it.')).toBeVisible();
	await readByAxe(wren.page);
	await wren.page.getByLabel(m.watching_appeal_words()).fill('She is made up.');
	await press(wren.page, button(wren.page, m.watching_appeal_send()));
	await expect(wren.page.getByText(m.watching_decision_appealed())).toBeVisible();

	await kim.page.goto(`${site.origin}/watch`);
	await expect(kim.page.getByText(m.watching_waiting_none())).toBeVisible();
	await open(lou.page, m.watching_kind_report());
	await decide(
		lou.page,
		m.watching_verb_release_held(),
		m.watching_reason_misunderstood(),
		'We see.'
	);
	expect(await status(browser, story)).toBe(200);

	await press(kim.page, button(kim.page, m.watching_sitting_end()));
	await expect(kim.page.getByText('Joan, made up, 01632 960000')).toBeVisible();
	await readByAxe(kim.page);
	await host.page.goto(`${site.origin}/host/log`);
	await readByAxe(host.page);
	await expect(host.page.getByText('matter_appealed')).toBeVisible();
	const csv = await host.page.request.get(`${site.origin}/host/log/log.csv`);
	expect(await csv.text()).toContain('matter_decided');
	expect((await kim.page.request.get(`${site.origin}/host/log/log.csv`)).status()).toBe(404);
	for (const each of [wren, reader]) await each.context.close();
});

test('somebody worried for is told of: people to talk to at once, and no promise', async ({
	browser
}) => {
	const nell = await somebody(browser, 'Nell', false);
	await signIn(site, nell);
	await lookAtNoFirstStory();
	const { story } = await share(nell, 'A night');
	const { page } = nell;
	const reader = await somebody(browser, 'Reader', false);
	await reader.page.goto(story.replace('/story/', '/report/'));
	await reader.page.getByRole('radio', { name: m.watching_report_danger() }).check();
	await button(reader.page, m.watching_report_send()).click();
	await expect(reader.page.getByText(m.watching_danger_words())).toBeVisible();
	await expect(reader.page.getByText(m.watching_hours({ hours: 'most evenings' }))).toBeVisible();
	await readByAxe(reader.page);
	await link(reader.page, m.watching_danger_link()).click();
	await expect(reader.page).toHaveURL(/\/in-danger$/);
	await page.goto(story);
	await expect(page.getByText('A made-up morning.')).toBeVisible();
	expect(await mailedLink(site, kim.email, '/watch')).toContain('/watch');
	for (const each of [nell, reader]) await each.context.close();
});

/** Somebody writes a letter to a story; gives its page. */
async function writes({ page }: Somebody, story: string, words: string): Promise<string> {
	await page.goto(`${story}/letter`);
	await expect(page.getByText(m.watching_hours({ hours: 'most evenings' }))).toBeVisible();
	await page.getByLabel(m.letters_body()).fill(words);
	await button(page, m.letters_send()).click();
	await expect(page.getByRole('heading', { name: m.letters_sent_title() })).toBeVisible();
	return page.url().split('?')[0] ?? '';
}

/** Waits for a job of the site to have done its part. */
async function comes(page: Page, address: string, what: Locator): Promise<void> {
	await expect(async () => {
		await page.goto(address);
		await expect(what).toBeVisible({ timeout: 1000 });
	}).toPass({ timeout: 60_000 });
}

test('a held letter is read by a moderator, by keyboard, and passed on; one that is not may be appealed', async ({
	browser
}) => {
	test.slow();
	await lookAtNoFirstStory();
	const [wren, kay] = (await Promise.all(
		['Wren', 'Kay'].map((name) => somebody(browser, name, false))
	)) as [Somebody, Somebody];
	await signIn(site, wren);
	const { story } = await share(wren, 'A winter', true);
	await signIn(site, kay);
	const harmless = 'I read your story.';
	const unkind = 'You should have gone to the hospital earlier.';
	const passed = await writes(kay, story, `${harmless} ${unkind}`);
	await readByAxe(kay.page);

	const waits = kim.page.getByText(m.watching_concern_cruelty());
	await comes(kim.page, `${site.origin}/watch`, waits);
	await open(kim.page, m.watching_kind_letter());
	await expect(kim.page.getByText(unkind)).toBeHidden();
	await readByAxe(kim.page);
	await press(kim.page, kim.page.getByText(m.watching_letter_show()));
	await expect(kim.page.locator('mark')).toHaveText(unkind);
	await expect(kim.page.getByText(m.watching_letter_cruelty())).toBeVisible();
	await readByAxe(kim.page);
	await decide(
		kim.page,
		m.watching_verb_release_letter(),
		m.watching_reason_as_it_may_be(),
		'It is meant well.'
	);
	const arrived = wren.page.getByRole('link', { name: m.letters_about({ title: 'A winter' }) });
	await comes(wren.page, `${site.origin}/letters`, arrived);
	await arrived.click();
	await expect(wren.page.getByText(harmless)).toBeVisible();
	await readByAxe(wren.page);

	const kept = await writes(kay, story, 'It was not a real baby.');
	expect(kept).not.toBe(passed);
	await comes(kim.page, `${site.origin}/watch`, waits);
	await open(kim.page, m.watching_kind_letter());
	await decide(
		kim.page,
		m.watching_verb_remove_letter(),
		m.watching_reason_unkind(),
		'This would hurt them.'
	);
	await kay.page.goto(kept);
	await expect(kay.page.getByText(m.letters_not_passed_on())).toBeVisible();
	await readByAxe(kay.page);
	await press(kay.page, button(kay.page, m.letters_appeal()));
	await expect(kay.page.getByText(m.letters_looked_at_again())).toBeVisible();
	await open(lou.page, m.watching_kind_letter());
	await decide(
		lou.page,
		m.watching_verb_remove_letter(),
		m.watching_reason_unkind(),
		'It is as it was.'
	);
	await kay.page.goto(kept);
	await expect(kay.page.getByText(m.letters_not_passed_on())).toBeVisible();
	await expect(button(kay.page, m.letters_appeal())).toHaveCount(0);
	for (const each of [wren, kay]) await each.context.close();
});

test('a peer is welcomed by a moderator, by invitation, and by their own word', async ({
	browser
}) => {
	test.slow();
	const [asks, invited, word] = (await Promise.all(
		['Ada', 'Tom', 'Robin'].map((name) => somebody(browser, name, false))
	)) as [Somebody, Somebody, Somebody];

	await signIn(site, asks);
	await asks.page.goto(`${site.origin}/you`);
	await asks.page.getByLabel(m.accounts_peer_words()).fill('In March.');
	await button(asks.page, m.accounts_peer_ask()).click();
	await lou.page.goto(`${site.origin}/watch`);
	await link(lou.page, m.watching_people_link()).click();
	await expect(lou.page.getByText('In March.')).toBeVisible();
	await readByAxe(lou.page);
	await press(lou.page, button(lou.page, m.hosting_welcome_who({ name: 'Ada' })));
	await asks.page.goto(await mailedLink(site, asks.email, '/stories'));
	await asks.page.goto(`${site.origin}/you`);
	await expect(asks.page.getByText(m.accounts_peer_welcomed())).toBeVisible();

	await press(lou.page, button(lou.page, m.watching_invite_make()));
	const handed = await lou.page.getByLabel(m.watching_invite_label()).inputValue();
	await readByAxe(lou.page);
	await invited.page.goto(handed);
	await readByAxe(invited.page);
	await link(invited.page, m.watching_welcomed_sign_in_link()).click();
	await invited.page.getByLabel(m.accounts_email()).fill(invited.email);
	await button(invited.page, m.accounts_sign_in_send()).click();
	await invited.page.goto(await mailedLink(site, invited.email, '/enter'));
	await invited.page.locator('main').getByRole('button').click();
	await invited.page.goto(handed);
	await button(invited.page, m.watching_welcomed_take()).click();
	await expect(invited.page.getByText(m.watching_welcomed_already())).toBeVisible();

	// Whoever asked before the host took people's word does not wait for an answer.
	await signIn(site, word);
	await word.page.goto(`${site.origin}/you`);
	await button(word.page, m.accounts_peer_ask()).click();
	await host.page.goto(`${site.origin}/host/watching`);
	await host.page.getByRole('radio', { name: m.watching_host_by_word() }).check();
	await button(host.page, m.watching_host_keep()).click();
	await word.page.goto(handed);
	await expect(word.page.getByText(m.watching_welcomed_gone())).toBeVisible();
	await word.page.goto(`${site.origin}/you`);
	await readByAxe(word.page);
	await button(word.page, m.accounts_peer_word()).click();
	await expect(word.page.getByText(m.accounts_peer_welcomed())).toBeVisible();

	// The host ends the first of these welcomes: it holds no longer, at once.
	await host.page.goto(`${site.origin}/watch/people`);
	await readByAxe(host.page);
	await press(host.page, button(host.page, m.hosting_end_who({ name: 'Ada' })));
	await expect(button(host.page, m.hosting_end_who({ name: 'Ada' }))).toHaveCount(0);
	await expect(button(host.page, m.hosting_end_who({ name: 'Robin' }))).toBeVisible();
	await asks.page.reload();
	await expect(asks.page.getByText(m.accounts_peer_welcomed())).toBeHidden();
	await expect(button(asks.page, m.accounts_peer_word())).toBeVisible();
	for (const each of [asks, invited, word]) await each.context.close();
});

/** The host finds a member by their address, and suspends them. */
async function suspend({ email }: Somebody): Promise<void> {
	const { page } = host;
	await page.goto(`${site.origin}/host/watching#members`);
	const members = page.locator('section#members');
	await members.getByLabel(m.watching_host_member_email()).fill(email);
	await button(page, m.watching_host_find()).click();
	await page.getByLabel(m.watching_reason()).selectOption({ label: m.watching_reason_unkind() });
	await press(page, button(page, m.watching_host_suspend()));
	await expect(members.getByText(m.watching_saved())).toBeVisible();
}

test('whoever is suspended is told why, asks for another look, and is answered by a host, either way', async ({
	browser
}) => {
	test.slow();
	const bo = await somebody(browser, 'Bo', false);
	await signIn(site, bo);
	const answers = [
		{ which: m.watching_host_lift_who({ name: 'Bo' }), lifted: true },
		{ which: m.watching_host_leave_who({ name: 'Bo' }), lifted: false }
	];
	const standing = bo.page.getByRole('heading', { name: m.watching_standing_title() });
	const peers = bo.page.getByRole('heading', { name: m.accounts_peer_title() });
	for (const { which, lifted } of answers) {
		await suspend(bo);
		await bo.page.goto(await mailedLink(site, bo.email, '/you'));
		await expect(standing).toBeVisible();
		await expect(bo.page.getByText(m.watching_reason_unkind())).toBeVisible();
		// They count as a stranger: nothing offers to welcome them meanwhile.
		await expect(peers).toBeHidden();
		await expect(bo.page.getByText(m.watching_hours({ hours: 'most evenings' }))).toBeVisible();
		await readByAxe(bo.page);
		await bo.page.getByLabel(m.watching_appeal_words()).fill('It was meant for my sister.');
		await press(bo.page, button(bo.page, m.watching_appeal_send()));
		await expect(bo.page.getByText(m.watching_standing_asked())).toBeVisible();

		await host.page.goto(await mailedLink(site, host.email, '/host/watching'));
		await expect(host.page.getByText('It was meant for my sister.')).toBeVisible();
		await readByAxe(host.page);
		await press(host.page, button(host.page, which));
		await expect(button(host.page, which)).toHaveCount(0);
		await bo.page.goto(await mailedLink(site, bo.email, '/you'));
		if (lifted) {
			await expect(peers).toBeVisible();
			await expect(standing).toBeHidden();
		} else {
			await expect(bo.page.getByText(m.watching_standing_stays())).toBeVisible();
			await expect(button(bo.page, m.watching_appeal_send())).toHaveCount(0);
		}
	}
	await bo.context.close();
});

/** Somebody shares a story with a photograph in it with anyone; gives its public address. */
async function sharePhotograph({ page }: Somebody): Promise<string> {
	const photograph = join(site.dataDir, 'a-made-up-photograph.jpg');
	const grey = { r: 200, g: 120, b: 60 };
	await sharp({ create: { width: 800, height: 600, channels: 3, background: grey } })
		.jpeg()
		.toFile(photograph);
	const box = site.origin + (await beginBox(site, page, 'Robin'));
	await putIn(page, box, [photograph], false);
	const story = await writeStory(page, box, 'A summer', false);
	await page.goto(`${story}/share`);
	await page.getByRole('checkbox', { name: m.sharing_anyone() }).check();
	await page.getByLabel(m.sharing_form_cover()).fill('The light on the wall.');
	await button(page, m.sharing_form_look()).click();
	await page.locator('form#look button.main').click();
	await page.waitForLoadState();
	return `${site.origin}/story/${story.split('/').at(-1)}`;
}

/** A reader without an account tells of a story. */
async function tell(browser: Browser, story: string): Promise<void> {
	const reader = await somebody(browser, 'Reader', false);
	await reader.page.goto(story.replace('/story/', '/report/'));
	await reader.page.getByRole('radio', { name: m.watching_report_not_theirs() }).check();
	await button(reader.page, m.watching_report_send()).click();
	await expect(
		reader.page.getByRole('heading', { name: m.watching_reported_title() })
	).toBeVisible();
	await reader.context.close();
}

test('a sitting by keyboard alone: a picture covered, small and grey, whole; handed on; stepped back from; ended', async ({
	browser
}) => {
	test.slow();
	await lookAtNoFirstStory();
	const mae = await somebody(browser, 'Mae', false);
	await signIn(site, mae);
	const story = await sharePhotograph(mae);
	await tell(browser, story);
	const { page } = kim;
	const offered = (who: Page) =>
		who.getByRole('button', {
			name: new RegExp(`^${m.watching_take()}: ${m.watching_kind_report()}`)
		});

	await open(page, m.watching_kind_report());
	const matter = page.url();
	await press(page, page.getByText(m.watching_story_show()));
	await expect(page.getByText('The light on the wall.')).toBeVisible();
	const picture = page.locator('figure img');
	await expect(picture).toHaveCount(0);
	await press(page, button(page, m.watching_picture_small()));
	await page.waitForURL(/\?shown/);
	await expect(async () => {
		await page.reload();
		expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(
			0
		);
	}).toPass({ timeout: 60_000 });
	const seen = () =>
		picture.evaluate((image) => ({
			filter: getComputedStyle(image).filter,
			width: image.getBoundingClientRect().width
		}));
	expect((await seen()).filter).toBe('grayscale(1)');
	expect((await seen()).width).toBeLessThanOrEqual(200);
	await readByAxe(page);
	await press(page, button(page, m.watching_picture_large()));
	await expect(button(page, m.watching_picture_large())).toHaveCount(0);
	expect((await seen()).filter).not.toContain('grayscale');
	await press(page, button(page, m.watching_picture_cover()));
	await expect(picture).toHaveCount(0);

	// Handed on without a reason; the next knows this family; nobody of the two is offered it again.
	await press(page, button(page, m.watching_pass_on()));
	await page.waitForURL(`${site.origin}/watch*`);
	await expect(offered(page)).toHaveCount(0);
	await open(lou.page, m.watching_kind_report());
	expect(lou.page.url()).toBe(matter);
	await press(lou.page, button(lou.page, m.watching_knows_family()));
	await lou.page.waitForURL(`${site.origin}/watch*`);
	await expect(offered(lou.page)).toHaveCount(0);

	// Stepping back is one's own: the other is still offered what comes.
	const aside = async () => {
		await press(page, page.locator('summary', { hasText: m.watching_aside_title() }));
		await press(page, page.getByRole('checkbox', { name: m.watching_aside_not_theirs() }), 'Space');
		await press(page, button(page, m.watching_aside_keep()));
		await expect(page.getByText(m.watching_saved())).toBeVisible();
	};
	await aside();
	const other = await share(mae, 'An autumn');
	await tell(browser, other.story);
	await page.goto(`${site.origin}/watch`);
	await expect(offered(page)).toHaveCount(0);
	await expect(page.getByText(m.watching_some_aside())).toBeVisible();
	await lou.page.goto(`${site.origin}/watch`);
	await expect(offered(lou.page)).toHaveCount(1);
	await aside();
	await expect(offered(page)).toHaveCount(1);

	await press(page, button(page, m.watching_sitting_end()));
	await expect(page.getByText('Joan, made up, 01632 960000')).toBeVisible();
	await page.goto(`${site.origin}/watch`);
	await expect(offered(page)).toHaveCount(0);
	await mae.context.close();
});
