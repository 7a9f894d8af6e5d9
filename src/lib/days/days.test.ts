import { describe, expect, test } from 'vitest';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { wordsOf } from '#lib/server/mail/words.ts';
import { parseTyped } from '#lib/server/web/forms.ts';
import { lettersIn, makeHome } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import {
	endCalendar,
	keepDaySettings,
	nameDay,
	openAgain,
	removeDay,
	renewCalendar,
	stopForToday,
	wishFor
} from './actions.server.ts';
import { calendarFeed, daysPage } from './queries.server.ts';
import { namedForm, settingsForm } from './schema.ts';
import { sendWords } from './sendWords.server.ts';

const site = await openTestSite();
let now = new Date('2026-03-14T12:00:00Z');
site.now = () => now;

const as = <T>(who: Person, work: (tx: Tx, me: SignedIn) => Promise<T>) =>
	asViewer(site.pools.web, who.session, (tx, me) => {
		if (!me) throw new NotFound();
		return work(tx, me);
	});
const page = (who: Person) => as(who, (tx, me) => daysPage(site, tx, me));
const named = (more: Record<string, string> = {}) =>
	parseTyped(namedForm, { name: 'The scan', onDay: '2', onMonth: '11', wish: 'silence', ...more });

async function home() {
	const made = await makeHome(site);
	await site.owner.query(
		`update lamplight.box set name = 'Robin', born_on = '2024-02-29', due_on = '2024-06'
		where id = $1`,
		[made.box]
	);
	return made;
}

describe('a keeper’s days', () => {
	test('are seen ahead in their order; what is not known to the day is said so', async () => {
		const { wren } = await home();
		await as(wren, (tx, me) => nameDay(tx, me, named()));
		const seen = await page(wren);
		expect(seen.ahead.map(({ what, name, on }) => [what, name, on])).toEqual([
			['named', 'The scan', '2026-11-02'],
			['born', 'Robin', '2027-02-28']
		]);
		expect(seen.unknown.map(({ what, date }) => [what, date])).toEqual([['due', '2024-06']]);
	});

	test('are one keeper’s alone: neither wishes nor named days are the other’s', async () => {
		const { wren, tom, box } = await home();
		await as(wren, (tx, me) => wishFor(tx, me, { day: `born:${box}`, wish: 'nothing' }));
		await as(wren, (tx, me) => nameDay(tx, me, named()));
		expect((await page(tom)).ahead.map(({ what, wish }) => [what, wish])).toEqual([
			['born', 'silence']
		]);
		const scan = (await page(wren)).ahead[0]?.key.slice('named:'.length) ?? '';
		await expect(as(tom, (tx) => removeDay(tx, scan))).rejects.toThrow(NotFound);
		await expect(
			as(tom, (tx, me) => wishFor(tx, me, { day: `named:${scan}`, wish: 'word' }))
		).rejects.toThrow(NotFound);
		await as(wren, (tx) => removeDay(tx, scan));
		expect((await page(wren)).ahead).toHaveLength(1);
	});

	test('of a memory box that somebody does not keep are not theirs to wish for', async () => {
		const [{ box }, other] = [await home(), await home()];
		await expect(
			as(other.wren, (tx, me) => wishFor(tx, me, { day: `born:${box}`, wish: 'word' }))
		).rejects.toThrow(NotFound);
	});

	test.each([
		[{ name: '' }, 'name'],
		[{ onDay: '31', onMonth: '4' }, 'on'],
		[{ onDay: '29', onMonth: '2', onYear: '2025' }, 'on'],
		[{ onDay: '', onMonth: '4' }, 'on'],
		[{ onYear: '26' }, 'on'],
		[{ once: 'on' }, 'on'],
		[{ wish: 'loud' }, 'wish']
	])('%j is answered beside its field', (more, field) => {
		try {
			named(more);
			expect.unreachable();
		} catch (error) {
			expect(error instanceof NotRight && Object.keys(error.fields)).toEqual([field]);
		}
	});

	test('go by their own clock; a zone that there is not, or half a pair of hours, is refused', async () => {
		const { wren } = await home();
		const set = { zone: 'Pacific/Apia', quietFrom: '21:00', quietTo: '07:30' };
		await as(wren, (tx, me) => keepDaySettings(tx, me, parseTyped(settingsForm, set)));
		expect(await page(wren)).toMatchObject({
			zone: 'Pacific/Apia',
			quietHours: { from: '21:00', to: '07:30' },
			today: '2026-03-15'
		});
		for (const more of [{ zone: 'Moon/Base' }, { quietTo: '' }, { quietTo: '21:00' }]) {
			expect(() => parseTyped(settingsForm, { ...set, ...more })).toThrow(NotRight);
		}
	});
});

describe('the calendar of days', () => {
	test('tells dates under one neutral title, and no name, to whoever has its address', async () => {
		const { wren, tom, box } = await home();
		await as(wren, (tx, me) => nameDay(tx, me, named({ onYear: '2027', once: 'on' })));
		await as(wren, (tx, me) => renewCalendar(tx, me));
		const address = (await page(wren)).calendar ?? '';
		const name = address.split('/').at(-1) ?? '';
		const feed = (await calendarFeed(site, name)).replaceAll('\r\n', '\n');
		expect(feed).toContain('BEGIN:VCALENDAR');
		expect(feed).toContain('DTSTART;VALUE=DATE:20240229');
		expect(feed).toContain('RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1');
		expect(feed).toContain('DTSTART;VALUE=DATE:20271102');
		expect(feed.match(/^SUMMARY:.*$/gm)).toEqual(['SUMMARY:A quiet day', 'SUMMARY:A quiet day']);
		expect(feed).not.toMatch(/Robin|scan|born|Wren/i);
		expect((await page(tom)).calendar).toBeNull();

		await as(wren, (tx, me) => wishFor(tx, me, { day: `born:${box}`, wish: 'nothing' }));
		expect(await calendarFeed(site, name)).not.toContain('20240229');
		await as(wren, (tx, me) => renewCalendar(tx, me));
		await expect(calendarFeed(site, name)).rejects.toThrow(NotFound);
		expect((await page(wren)).calendar).not.toBe(address);
		await as(wren, (tx, me) => endCalendar(tx, me));
		expect((await page(wren)).calendar).toBeNull();
	});

	test('has no address that could be made up', async () => {
		const { wren } = await home();
		await as(wren, (tx, me) => renewCalendar(tx, me));
		const name = ((await page(wren)).calendar ?? '').split('/').at(-1) ?? '';
		const [id] = name.split('.');
		for (const guess of [`${id}.ics`, `${id}.${'x'.repeat(43)}.ics`, 'x', '']) {
			await expect(calendarFeed(site, guess)).rejects.toThrow(NotFound);
		}
	});
});

describe('the word of a tender day', () => {
	test('goes once, in the morning of that wall clock, and never when the day is over', async () => {
		const wren = await site.person('Wren');
		const set = { zone: 'Asia/Tokyo', quietFrom: '', quietTo: '' };
		await as(wren, (tx, me) => keepDaySettings(tx, me, set));
		const day = named({ onDay: '15', onMonth: '3', wish: 'word' });
		await as(wren, (tx, me) => nameDay(tx, me, day));
		const sent = async () =>
			(await lettersIn(site)).filter(({ template, member }) => {
				return template === 'tender_word' && member === wren.id;
			}).length;
		now = new Date('2026-03-14T22:59:00Z');
		await sendWords(site);
		expect(await sent()).toBe(0);
		now = new Date('2026-03-14T23:00:00Z');
		await sendWords(site);
		await sendWords(site);
		expect(await sent()).toBe(1);
		const letter = {
			template: 'tender_word',
			params: { until: '2026-03-15T15:00:00.000Z' }
		} as const;
		expect(await wordsOf(site, letter)).not.toBeNull();
		now = new Date('2026-03-15T15:00:00Z');
		expect(await wordsOf(site, letter)).toBeNull();
		now = new Date('2026-03-14T12:00:00Z');
	});
});

describe('“stop for today”', () => {
	const stoppedUntil = (who: Person) => as(who, async (_tx, me) => me.stoppedUntil);

	test('lasts until the member’s own tomorrow, and is told to every device of theirs', async () => {
		const wren = await site.person('Wren');
		const set = { zone: 'Australia/Sydney', quietFrom: '', quietTo: '' };
		await as(wren, (tx, me) => keepDaySettings(tx, me, set));
		expect(await stoppedUntil(wren)).toBeNull();
		const until = await stopForToday(site, wren.session, 'Europe/London');
		expect(until).toEqual(new Date('2026-03-14T13:00:00Z'));
		await site.owner.query(
			`insert into auth."session" ("token", "userId", "expiresAt")
			values ('another device', $1, now() + interval '1 day')`,
			[wren.id]
		);
		const elsewhere = await stoppedUntil({ ...wren, session: 'another device' });
		expect(new Date(elsewhere ?? '')).toEqual(until);
		await openAgain(site, 'another device');
		expect(await stoppedUntil(wren)).toBeNull();
	});

	test('of a stranger goes by their device, or by the clock of the site', async () => {
		expect(await stopForToday(site, null, 'Asia/Tokyo')).toEqual(new Date('2026-03-14T15:00:00Z'));
		await site.owner.query(
			`insert into lamplight.site_setting (key, value) values ('zone', '"Europe/Berlin"')`
		);
		expect(await stopForToday(site, null, '')).toEqual(new Date('2026-03-14T23:00:00Z'));
	});
});
