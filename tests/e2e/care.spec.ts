import { expect, test, type Browser, type Page } from '@playwright/test';
import { firstDays } from '#lib/help/firstDays.ts';
import { m } from '#lib/paraglide/messages.js';
import { beginBox, button, link, mailedLink, signIn, somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { behindLamplight } from './behind.ts';
import { atTime, startLamplight, type Running } from './lamplight.ts';
import { lettersIn } from './mail.ts';

/** Somebody who is not signed in, without scripts, on the page for tonight, with their country chosen. */
async function tonight(browser: Browser, site: Running): Promise<Page> {
	const { page } = await somebody(browser, 'Nobody', false);
	await page.goto(site.origin);
	await link(page, m.nav_tonight()).click();
	await page.getByLabel(m.help_country()).selectOption({ label: m.help_gb() });
	await button(page, m.help_country_choose()).click();
	return page;
}

const miscarriage = 'Miscarriage UK (Miscarriage Association)';
const linesOn = (page: Page) => page.locator('#talk').getByRole('heading', { level: 3 });

test('help lines without scripts: by day, by night, and when nobody has checked them for long', async ({
	browser
}) => {
	// A Wednesday morning in London.
	const site = await startLamplight(atTime('2026-12-02T10:00:00Z'));
	const host = await somebody(browser, 'Ash', true);
	await signIn(site, host);
	await host.page.goto(site.hostLink);
	await button(host.page, m.accounts_invitation_take_host()).click();
	let page = await tonight(browser, site);
	await expect(linesOn(page).first()).toHaveText('Sands');
	await expect(page.getByText(m.help_open_until({ time: '20:00' }))).toBeVisible();
	await expect(link(page, m.help_call({ number: '999' }))).toHaveAttribute('href', 'tel:999');
	await expect(link(page, m.help_call({ number: '0303 003 6464' }))).toHaveAttribute(
		'href',
		'tel:03030036464'
	);
	await page.getByText(m.help_bleeding_title(), { exact: true }).click();
	await expect(page.getByText(m.help_bleeding())).toBeVisible();
	await readByAxe(page);

	await site.stop();
	await site.start(atTime('2026-12-02T23:30:00Z'));
	await page.reload();
	await expect(linesOn(page).first()).toHaveText('Samaritans');
	await expect(page.getByText(m.help_opens({ time: 'Thursday 10:00' })).first()).toBeVisible();

	await site.stop();
	await site.start(atTime('2028-01-12T10:00:00Z'));
	await page.reload();
	await expect(linesOn(page)).toHaveText(['Samaritans']);
	await expect(page.getByText(m.help_checked_long_ago({ date: '25 November 2026' }))).toBeVisible();
	await expect(page.getByText(m.help_aside())).toBeVisible();
	await expect(link(page, 'findahelpline.com')).toBeVisible();
	await readByAxe(page);
	await page.goto(`${site.origin}/in-danger`);
	await expect(page.getByRole('heading', { name: 'Samaritans' })).toBeVisible();
	await expect(page.getByText(m.danger_here_words())).toBeVisible();
	await readByAxe(page);

	// The host looks at a source again: the line is back for everybody.
	await host.page.goto(`${site.origin}/host/help`);
	await readByAxe(host.page);
	await button(host.page, m.help_host_check_which({ name: miscarriage })).click();
	await link(host.page, m.help_host_correct_which({ name: miscarriage })).click();
	await host.page.getByLabel(m.help_line_hours(), { exact: true }).fill('in the mornings');
	await button(host.page, m.help_line_keep()).click();
	await expect(host.page.getByText(m.help_hours_wrong())).toBeVisible();
	await readByAxe(host.page);
	await host.page.getByLabel(m.help_line_hours(), { exact: true }).fill('Mon-Fri 09:00-17:00');
	await button(host.page, m.help_line_keep()).click();
	await host.page.getByLabel(m.help_near_maternity(), { exact: true }).fill('Ward 4');
	await host.page.getByLabel(m.help_near_number(), { exact: true }).fill('020 7946 0000');
	for (const { title } of firstDays) {
		await host.page.getByLabel(title(), { exact: true }).fill(`Our words on this: ${title()}`);
	}
	await button(host.page, m.help_near_keep()).click();
	await expect(host.page.getByText(m.hosting_saved(), { exact: true })).toBeVisible();
	page = await tonight(browser, site);
	await expect(linesOn(page).first()).toHaveText(miscarriage);
	await expect(page.getByText(m.help_open_until({ time: '17:00' }))).toBeVisible();
	await expect(
		link(page, m.help_call_whom({ name: 'Ward 4', number: '020 7946 0000' }))
	).toBeVisible();
	for (const { title } of firstDays) {
		await page.getByText(title(), { exact: true }).click();
		await expect(page.getByText(`Our words on this: ${title()}`)).toBeVisible();
	}
	await host.context.close();
	await site.close();
});

/** What waits to be sent later than in an hour. */
async function putOff(site: Running): Promise<number> {
	const behind = await behindLamplight(site.dataDir);
	const { rows } = await behind.query(
		`select from graphile_worker._private_jobs
		where run_at > now() + interval '1 second' and attempts < max_attempts`
	);
	await behind.end();
	return rows.length;
}

test('on a tender day nothing arrives, and the day after it does; a day can be stopped, a page left', async ({
	browser
}) => {
	const site = await startLamplight();
	const [ash, wren] = [
		await somebody(browser, 'Ash', false),
		await somebody(browser, 'Wren', true)
	];
	await signIn(site, ash);
	await ash.page.goto(site.hostLink);
	await button(ash.page, m.accounts_invitation_take_host()).click();
	await signIn(site, wren);
	const { page } = wren;
	const box = await beginBox(site, page, 'Robin');
	await page.goto(`${site.origin}/you`);
	await button(page, m.accounts_peer_ask()).click();

	// Wren names today, by the clock that the site goes by.
	const today = new Date();
	await page.goto(`${site.origin}/you/days`);
	await page.getByLabel(m.days_name_label(), { exact: true }).fill('The morning');
	await button(page, m.days_name_keep()).click();
	await expect(page.getByText(m.days_date_wrong())).toBeVisible();
	await readByAxe(page);
	await page.getByLabel(m.box_begin_day(), { exact: true }).fill(String(today.getUTCDate()));
	await page
		.getByRole('combobox', { name: m.box_begin_month() })
		.selectOption({ value: String(today.getUTCMonth() + 1) });
	await button(page, m.days_name_keep()).click();
	await expect(page.getByRole('heading', { name: 'The morning' })).toBeVisible();
	await expect(page.getByText(m.days_today(), { exact: true })).toBeVisible();
	await page.getByLabel(m.days_zone(), { exact: true }).selectOption('UTC');
	await button(page, m.days_settings_keep()).click();
	await button(page, m.days_calendar_make()).click();
	const calendar = await page.getByLabel(m.days_calendar_address()).inputValue();
	expect(await (await page.request.get(calendar)).text()).toContain('SUMMARY:A quiet day');
	await readByAxe(page);
	await page.goto(site.origin + box);
	await expect(page.getByText(m.days_held_day())).toBeVisible();

	await ash.page.goto(`${site.origin}/welcome`);
	await button(ash.page, m.hosting_welcome_who({ name: 'Wren' })).click();
	await expect.poll(() => putOff(site), { timeout: 20_000 }).toBe(1);
	const toWren = async () =>
		(await lettersIn(site.dataDir)).filter((letter) => letter.text.includes('the answer is yes'));
	expect(await toWren()).toEqual([]);

	await site.stop();
	const tomorrow = new Date(today.getTime() + 24 * 60 * 60 * 1000).toISOString();
	await site.start(atTime(tomorrow));
	const behind = await behindLamplight(site.dataDir);
	await behind.query('update graphile_worker._private_jobs set run_at = now()');
	await behind.end();
	await expect.poll(async () => (await toWren()).length, { timeout: 20_000 }).toBe(1);
	await page.goto(site.origin + box);
	await expect(page.getByText(m.days_held_day())).toBeHidden();

	// Stop for today: on this device, and on Wren's phone.
	await page.goto(`${site.origin}/stories`);
	await page.getByRole('banner').getByRole('button', { name: m.stop_for_today() }).click();
	await expect(page.getByRole('heading', { name: m.stop_title() })).toBeVisible();
	await readByAxe(page);
	const phone = await browser.newContext({
		javaScriptEnabled: false,
		viewport: { width: 390, height: 800 },
		storageState: await wren.context.storageState()
	});
	const onPhone = await phone.newPage();
	await onPhone.goto(`${site.origin}/stories`);
	await expect(onPhone.getByText(m.stop_member())).toBeVisible();
	await button(onPhone, m.stop_open()).click();
	await expect(onPhone).toHaveURL(`${site.origin}/stories`);
	await page.goto(`${site.origin}/stories`);
	await expect(page).toHaveURL(`${site.origin}/stories`);
	// A stranger, without scripts, at the foot of a phone.
	await phone.clearCookies();
	await onPhone.goto(site.origin);
	await onPhone.getByRole('navigation').getByRole('button', { name: m.stop_for_today() }).click();
	await expect(onPhone.getByText(m.stop_stranger())).toBeVisible();
	await onPhone.goto(`${site.origin}/stories`);
	await expect(onPhone).toHaveURL(`${site.origin}/stopped`);
	await phone.close();

	// Leave this page: at once, and the way back shows nothing.
	await page.goto(site.origin + box);
	await page.evaluate(() => localStorage.setItem('kept', 'on this device'));
	await button(page, m.leave_page()).click();
	await expect(page).toHaveURL(`${site.origin}/leave`);
	await expect(page).toHaveTitle('New page');
	expect(await page.evaluate(() => localStorage.length)).toBe(0);
	await page.goBack();
	await expect(page).toHaveTitle('New page');
	await expect(page.getByText('Robin')).toBeHidden();
	await page.goto(site.origin + box);
	await expect(page).toHaveTitle('New page');
	await button(page, 'Continue').click();
	await expect(page).toHaveURL(`${site.origin}/`);
	await wren.context.close();
	await ash.context.close();
	await site.close();
});

test('a letter home is confirmed by its link, comes, and is stopped by one request', async ({
	browser
}) => {
	const site = await startLamplight();
	const tom = await somebody(browser, 'Tom', false);
	await signIn(site, tom);
	const { page } = tom;
	await page.goto(`${site.origin}/you/letter-home`);
	await page.getByLabel(m.digest_week()).check();
	await button(page, m.digest_ask()).click();
	await expect(page.getByText(m.digest_unconfirmed())).toBeVisible();
	await readByAxe(page);
	await page.goto(await mailedLink(site, tom.email, '/letter-home/yes/'));
	await button(page, m.digest_confirm_link()).click();
	await expect(page.getByText(m.digest_yes_done_words())).toBeVisible();

	let behind = await behindLamplight(site.dataDir);
	await behind.query(
		`with writer as (
			insert into lamplight.member (id, name) values (gen_random_uuid(), 'Wren') returning id
		), box as (insert into lamplight.box default values returning id),
		story as (
			insert into lamplight.story (box_id, writer_id, scope)
			select box.id, writer.id, 'box' from box, writer returning id, box_id, writer_id
		), keeper as (
			insert into lamplight.keeper (box_id, member_id, joined_at)
			select box_id, writer_id, now() - interval '1 hour' from story
		), version as (
			insert into lamplight.story_version (story_id, number, title, body, own_words, findable)
			select id, 1, 'A made-up morning', 'Words.', false, true from story returning id, story_id
		)
		insert into lamplight.share
			(story_id, box_id, version_id, agreed_by, to_family, to_peers, to_anyone)
		select story.id, story.box_id, version.id, array[story.writer_id], false, false, true
		from story, version`
	);
	await behind.end();
	await site.stop();
	await site.start(atTime(new Date(Date.now() + 8 * 24 * 60 * 60 * 1000).toISOString()));
	behind = await behindLamplight(site.dataDir);
	await behind.query(`select graphile_worker.add_job('send_digests')`);
	await behind.end();
	const stop = await mailedLink(site, tom.email, '/letter-home/stop/');
	expect(await (await page.request.get(`${site.origin}/stories/feed`)).text()).toContain(
		'A made-up morning'
	);
	// As a mail program does it (RFC 8058): no page, no cookie, no origin.
	const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
	expect((await fetch(stop, { method: 'POST', body, redirect: 'error' })).status).toBe(200);
	await page.goto(`${site.origin}/you/letter-home`);
	await expect(page.getByText(m.digest_comes())).toBeHidden();
	await page.goto(stop);
	await button(page, m.digest_mail_stop()).click();
	await expect(page.getByText(m.digest_stopped_words())).toBeVisible();
	await readByAxe(page);
	await tom.context.close();
	await site.close();
});
