import { expect, test, type APIRequestContext } from '@playwright/test';
import type { Client } from 'pg';
import { m } from '#lib/paraglide/messages.js';
import { sayTitle } from '#lib/sharing/words.ts';
import { button } from './acts.ts';
import { askToShare, sendYes, type Asking } from './asking.ts';
import { behindLamplight, untilItWaits } from './behind.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
let behind: Client;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.beforeEach(async () => {
	behind = await behindLamplight(site.dataDir);
});
// A lock that is left would keep Lamplight from stopping.
test.afterEach(() => behind.end());
test.afterAll(async () => {
	await site.close();
});

/** What a stranger finds: on the story's own page, and in the list of stories. */
async function strangerFinds(stranger: APIRequestContext, { story, title }: Asking) {
	const page = await stranger.get(story);
	const list = await (await stranger.get(`${site.origin}/stories`)).text();
	return {
		page: page.status() === 200 && (await page.text()).includes('Tom held him.'),
		list: list.includes(title)
	};
}

const nothing = { page: false, list: false };
const everything = { page: true, list: true };

for (const { where, locks, waitsIn } of [
	{
		where: 'before it is written down',
		locks:
			'select from lamplight.box b join lamplight.proposal p on p.box_id = b.id where p.id = $1 for update of b',
		waitsIn: 'select lock_box%'
	},
	{
		where: 'between consent and publication',
		// What was said can still be written beside a question that is locked so; closing it cannot.
		locks: 'select from lamplight.proposal where id = $1 for no key update',
		waitsIn: 'select enact%'
	}
]) {
	test(`a yes that kill -9 cuts off ${where} leaves nothing shared, and can be said again`, async ({
		browser,
		playwright
	}) => {
		const stranger = await playwright.request.newContext();
		const asking = await askToShare(browser, site, where);
		const { tom, question } = asking;
		await behind.query('begin');
		await behind.query(locks, [question.split('/').at(-1)]);
		const answered = sendYes(site, asking);
		await untilItWaits(behind, waitsIn);
		await site.kill();
		expect(await answered).toBe('cut off');
		await behind.query('rollback');
		await site.start();

		expect(await strangerFinds(stranger, asking)).toEqual(nothing);
		await tom.page.goto(question);
		await expect(tom.page.getByText(m.sharing_yours_yes())).toHaveCount(0);
		await button(tom.page, m.sharing_yes()).click();
		await expect(tom.page.getByText(m.sharing_question_agreed())).toBeVisible();
		expect(await strangerFinds(stranger, asking)).toEqual(everything);
		await stranger.dispose();
	});
}

test('a yes whose answer was lost to kill -9 was said: the story is out, once and whole', async ({
	browser,
	playwright
}) => {
	const stranger = await playwright.request.newContext();
	const asking = await askToShare(browser, site, 'after the commit');
	const { wren, tom, box, question } = asking;
	// Holds the commit itself, the last thing that Lamplight asks of Postgres.
	await behind.query(`create function public.wait_in_commit() returns trigger language plpgsql
		as $$ begin perform pg_advisory_xact_lock_shared(4711); return null; end $$`);
	await behind.query(`create constraint trigger wait_in_commit after insert on lamplight.share
		deferrable initially deferred for each row execute function public.wait_in_commit()`);
	await behind.query('select pg_advisory_lock(4711)');
	const answered = sendYes(site, asking);
	await untilItWaits(behind, 'commit%');
	expect(await strangerFinds(stranger, asking)).toEqual(nothing);
	await site.kill();
	expect(await answered).toBe('cut off');
	await behind.query('select pg_advisory_unlock(4711)');
	await expect
		.poll(
			async () =>
				(
					await behind.query(
						'select from lamplight.share where ended_at is null and version_id in (select version_id from lamplight.proposal where id = $1)',
						[question.split('/').at(-1)]
					)
				).rowCount
		)
		.toBe(1);
	await behind.query('drop function public.wait_in_commit() cascade');
	await site.start();

	expect(await strangerFinds(stranger, asking)).toEqual(everything);
	// The browser sends it again, as browsers do: a yes twice is a yes once.
	expect(await sendYes(site, asking)).toBe(303);
	await tom.page.goto(question);
	await expect(tom.page.getByText(m.sharing_question_agreed())).toBeVisible();
	await wren.page.goto(box);
	await expect(
		wren.page.getByText(m.sharing_notice_shared({ title: sayTitle(asking.title) }))
	).toHaveCount(1);
	expect(await strangerFinds(stranger, asking)).toEqual(everything);
	await stranger.dispose();
});
