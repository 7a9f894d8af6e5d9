/** A story that moderators look at: the first of a new keeper, one that was told of, one in danger. */
import { expect, test, type Browser } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { button, link, mailedLink, signIn, somebody, type Somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import type { Running } from './lamplight.ts';
import {
	decide,
	lookAtNoFirstStory,
	open,
	openWatched,
	press,
	share,
	type Watched
} from './watched.ts';

let watched: Watched;
let site: Running;
let host: Somebody;
let kim: Somebody;
let lou: Somebody;
test.beforeAll(async ({ browser }) => {
	watched = await openWatched(browser);
	({ site, host, kim, lou } = watched);
});
test.afterAll(() => watched.site.close());

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
	const { story, box, decision } = await share(site, wren, 'A morning');

	await wren.page.goto(box);
	await expect(
		wren.page.getByText(m.watching_notice_waits_look({ title: '“A morning”' }))
	).toBeVisible();
	await wren.page.goto(decision);
	await expect(wren.page.getByText(m.watching_decision_waits())).toBeVisible();
	await readByAxe(wren.page);
	expect(await status(browser, story)).toBe(404);

	await open(site, kim.page, m.watching_kind_first_story());
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

	await open(site, kim.page, m.watching_kind_report());
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
	await open(site, lou.page, m.watching_kind_report());
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
	await lookAtNoFirstStory(watched);
	const { story } = await share(site, nell, 'A night');
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
