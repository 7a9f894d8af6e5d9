import { expect, test, type Page } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { listenForMail, textOf, type MailServer } from '../mail/listenForMail.ts';
import { button, enter, link, somebody, type Somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
let mail: MailServer;
test.beforeAll(async () => {
	[site, mail] = await Promise.all([startLamplight(), listenForMail()]);
});
test.afterAll(() => Promise.all([site.close(), mail.close()]));

/** The first letter to this address that the mail server took, once there is one that fits. */
async function arrived(address: string, words: string): Promise<string> {
	const fitting = () =>
		mail.arrived.find((each) => each.includes(`To: ${address}`) && textOf(each).includes(words));
	await expect.poll(() => fitting() !== undefined, { timeout: 20_000 }).toBe(true);
	return textOf(fitting() ?? '');
}

/** Signs in for the first time by the letter that came through the mail server. */
async function signInByMail({ page, name, email }: Somebody): Promise<void> {
	await page.goto(`${site.origin}/sign-in`);
	await page.getByLabel(m.accounts_email()).fill(email);
	await button(page, m.accounts_sign_in_send()).click();
	const letter = await arrived(email, '/enter?');
	await enter(page, /https?:\S+\/enter\?\S+/.exec(letter)?.[0] ?? '', name);
}

const part = (page: Page, id: string) => page.locator(`section#${id}`);

test('the first host sets the place up, from the one-time link to the first welcomed family', async ({
	browser
}) => {
	const [jo, kim, ada] = await Promise.all(
		['Jo', 'Kim', 'Ada'].map((name) => somebody(browser, name, false))
	);
	if (!jo || !kim || !ada) throw new Error('unreachable: there are three');
	const { page } = jo;
	await page.goto(site.hostLink);
	await page.getByLabel(m.accounts_name()).fill('Jo');
	await page.getByLabel(m.accounts_email()).fill(jo.email);
	await button(page, m.accounts_invitation_take_host()).click();
	await page.waitForURL('**/host/setup');
	await readByAxe(page);

	const name = part(page, 'name');
	await name.getByLabel(m.hosting_site_name()).fill('The Quiet Room');
	await name.getByLabel(m.setup_zone()).selectOption('Europe/Madrid');
	await name.getByRole('button').click();
	await expect(name.getByText(m.setup_kept())).toBeVisible();
	await expect(page.getByRole('banner').getByText('The Quiet Room')).toBeVisible();

	const letters = part(page, 'letters');
	await letters.getByLabel(m.setup_try_address()).fill(jo.email);
	await button(page, m.setup_try()).click();
	await expect(letters.getByText(m.setup_try_said())).toBeHidden();
	await expect(letters.getByRole('status')).toContainText('reached nobody');
	await letters.getByLabel(m.setup_mail_server(), { exact: true }).fill('not a server');
	await letters.getByLabel(m.setup_mail_port(), { exact: true }).fill(String(mail.port));
	await letters.getByRole('radio', { name: m.setup_mail_no_security() }).check();
	await letters.getByLabel(m.setup_mail_sender()).fill('post@example.org');
	await button(page, m.setup_mail_keep()).click();
	await expect(letters.getByText(m.setup_mail_server_wrong())).toBeVisible();
	await expect(letters.getByLabel(m.setup_mail_sender())).toHaveValue('post@example.org');
	await readByAxe(page);
	await letters.getByLabel(m.setup_mail_server(), { exact: true }).fill('127.0.0.1');
	await button(page, m.setup_mail_keep()).click();
	await letters.getByLabel(m.setup_try_address()).fill(jo.email);
	await button(page, m.setup_try()).click();
	await expect(letters.getByRole('status').filter({ hasText: m.setup_try_said() })).toContainText(
		'250'
	);
	expect(await arrived(jo.email, '/host/setup')).toContain(m.mail_try_words());

	const words = part(page, 'words');
	await words.getByLabel(m.setup_words_host()).fill('Two people and a kettle, made up.');
	await words.getByLabel(m.setup_words_welcome()).fill('We are glad that you are here.');
	await words.getByRole('button').click();
	await expect(words.getByText(m.setup_kept())).toBeVisible();

	await signInByMail(kim);
	await link(page, m.watching_host_title()).click();
	await page.getByLabel(m.watching_host_name_email()).first().fill(kim.email);
	await button(page, m.watching_host_name()).click();
	await expect(button(page, m.watching_host_end_who({ name: 'Kim' }))).toBeVisible();
	await page.getByLabel(m.watching_host_hours()).fill('most evenings');
	await page.getByRole('radio', { name: m.watching_host_by_welcome() }).check();
	await button(page, m.watching_host_keep()).click();
	await expect(page.getByText(m.watching_saved())).toBeVisible();

	await page.goto(`${site.origin}/host/setup`);
	await link(page, m.help_host_link()).click();
	await page.getByLabel(m.help_near_maternity(), { exact: true }).fill('The Harbour unit, made up');
	await page.getByLabel(m.help_near_number()).fill('01632 960 961');
	await button(page, m.help_near_keep()).first().click();

	await signInByMail(ada);
	await ada.page.goto(site.origin);
	await expect(ada.page.getByText('Two people and a kettle, made up.')).toBeVisible();
	await ada.page.goto(`${site.origin}/tonight`);
	await expect(ada.page.getByText('The Harbour unit, made up')).toBeVisible();
	await ada.page.goto(`${site.origin}/you`);
	await button(ada.page, m.accounts_peer_ask()).click();
	await page.goto(`${site.origin}/welcome`);
	await button(page, m.hosting_welcome_who({ name: 'Ada' })).click();
	expect(await arrived(ada.email, '/stories')).toContain('We are glad that you are here.');
	await ada.page.goto(`${site.origin}/you`);
	await expect(ada.page.getByText(m.accounts_peer_welcomed())).toBeVisible();
	for (const each of [jo, kim, ada]) await each.context.close();
});
