/** Who is welcomed as a peer, and who is suspended. */
import { expect, test } from '@playwright/test';
import { m } from '#lib/paraglide/messages.js';
import { button, link, mailedLink, signIn, somebody, type Somebody } from './acts.ts';
import { readByAxe } from './axe.ts';
import type { Running } from './lamplight.ts';
import { openWatched, press, type Watched } from './watched.ts';

let watched: Watched;
let site: Running;
let host: Somebody;
let lou: Somebody;
test.beforeAll(async ({ browser }) => {
	watched = await openWatched(browser);
	({ site, host, lou } = watched);
});
test.afterAll(() => watched.site.close());

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
