import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOn, isZone, mayReach, nextOn, restOfDay, wordDue } from '../days.ts';
import type { NamedDayId, Quiet, Reaching, TenderDay } from '../days.ts';
import type { DayWish } from './tenderDay.ts';

const tender = (date: string, wish: DayWish = 'silence', yearly = true): TenderDay => ({
	of: { what: 'named', id: 'a day' as NamedDayId, name: '' },
	...{ date, yearly, wish }
});
const quiet = (more: Partial<Quiet> = {}): Quiet => ({
	...{ zone: 'Europe/London', days: [], stoppedUntil: null, quietHours: null },
	...more
});
const at = (moment: string) => new Date(moment);

describe('a date that was given is a tender day', () => {
	test.each([
		['2024-03-14', '2024-03-14', true],
		['2024-03-14', '2031-03-14', true],
		['2024-03-14', '2023-03-14', false],
		['2024-03-14', '2025-03-13', false],
		['--12-24', '2019-12-24', true],
		// A 29th of February is on the last day of February where there is no 29th.
		['2024-02-29', '2024-02-29', true],
		['2024-02-29', '2025-02-28', true],
		['2024-02-29', '2025-03-01', false],
		['2024-02-29', '2028-02-28', false],
		['2024-02-29', '2028-02-29', true],
		['--02-29', '2100-02-28', true],
		['2023-02-28', '2024-02-29', false],
		// What is not known to the day is no day.
		['2024-03', '2024-03-01', false],
		['2024', '2024-01-01', false]
	])('%s is on %s: %s', (date, on, is) => {
		expect(isOn(tender(date), on)).toBe(is);
		const next = nextOn(tender(date), on);
		expect(next === on).toBe(is);
	});

	test('once, where it is of one year alone', () => {
		const day = tender('2026-06-01', 'silence', false);
		expect([isOn(day, '2026-06-01'), isOn(day, '2027-06-01')]).toEqual([true, false]);
		expect([nextOn(day, '2026-05-01'), nextOn(day, '2026-06-02')]).toEqual(['2026-06-01', null]);
	});

	test('and comes again within a year and a day, whatever the date', () => {
		const days = fc
			.date({ min: at('1990-01-01'), max: at('2060-01-01'), noInvalidDate: true })
			.map((date) => date.toISOString().slice(0, 10));
		fc.assert(
			fc.property(days, days, (date, from) => {
				const next = nextOn(tender(date), from) ?? '';
				expect(isOn(tender(date), next)).toBe(true);
				expect(next >= from && next >= date).toBe(true);
				const latest = from > date ? from : date;
				expect(at(next).getTime() - at(latest).getTime()).toBeLessThanOrEqual(366 * 86_400_000);
			}),
			{ numRuns: 2000 }
		);
	});
});

describe('what reaches somebody', () => {
	const day = '2026-03-14T12:00Z';
	const held: [string, Partial<Quiet>, Reaching[]][] = [
		['on any day', {}, []],
		['on another day', { days: [tender('2024-03-15')] }, []],
		['on a day of silence', { days: [tender('2024-03-14')] }, ['mail', 'letter', 'notice', 'word']],
		[
			'on a day with a word',
			{ days: [tender('2024-03-14', 'word')] },
			['mail', 'letter', 'notice']
		],
		['on a day that is switched off', { days: [tender('2024-03-14', 'nothing')] }, []],
		[
			'where a word and silence fall together',
			{ days: [tender('2024-03-14', 'word'), tender('2025-03-14')] },
			['mail', 'letter', 'notice', 'word']
		],
		[
			'after “stop for today”',
			{ stoppedUntil: at('2026-03-15T00:00Z') },
			['mail', 'letter', 'notice', 'word']
		],
		['after that day', { stoppedUntil: at('2026-03-14T00:00Z') }, []],
		['in quiet hours', { quietHours: { from: '11:00', to: '13:00' } }, ['mail', 'word']],
		['outside them', { quietHours: { from: '22:00', to: '07:00' } }, []]
	];
	test.each(held)('%s', (_when, facts, waits) => {
		const all: Reaching[] = ['always', 'mail', 'letter', 'notice', 'word'];
		const put = all.filter((what) => mayReach(what, quiet(facts), at(day)).reach === 'held');
		expect(put).toEqual(waits);
	});

	test('waits through days and hours that follow one another, and says why', () => {
		const facts = quiet({
			days: [tender('2024-03-14'), tender('2024-03-15', 'word')],
			quietHours: { from: '21:00', to: '08:30' },
			stoppedUntil: at('2026-03-15T00:00Z')
		});
		expect(mayReach('mail', facts, at('2026-03-14T22:00Z'))).toEqual({
			reach: 'held',
			until: at('2026-03-16T08:30Z'),
			causes: [
				{ cause: 'tender-day', wish: 'silence' },
				{ cause: 'stopped-for-today' },
				{ cause: 'quiet-hours' }
			]
		});
	});

	test.each([
		['21:30', '2026-03-14T23:00Z', '2026-03-15T06:30Z'],
		['00:10', '2026-03-14T00:30Z', '2026-03-14T06:30Z'],
		['21:30', '2026-03-14T12:00Z', null],
		// The clocks go forward at one: half past six comes an hour sooner.
		['21:30', '2026-03-28T22:00Z', '2026-03-29T05:30Z'],
		['07:00', '2026-03-14T06:45Z', null]
	])('quiet hours from %s to 06:30, at %s, end at %s', (from, now, until) => {
		const reach = mayReach('mail', quiet({ quietHours: { from, to: '06:30' } }), at(now));
		expect(reach.reach === 'held' ? reach.until : null).toEqual(until && at(until));
	});

	test('quiet hours that end at a time the clock skips end when it has skipped it', () => {
		const facts = quiet({ quietHours: { from: '23:00', to: '01:30' } });
		const reach = mayReach('mail', facts, at('2026-03-28T23:30Z'));
		expect(reach).toMatchObject({ until: at('2026-03-29T01:00Z') });
		expect(mayReach('mail', facts, at('2026-03-29T01:00Z'))).toEqual({ reach: 'now' });
	});

	test('whatever was set: it comes at last, and exactly when the gate had said', () => {
		const zones = fc.constantFrom(
			'Europe/London',
			'Pacific/Apia',
			'America/Santiago',
			'Asia/Beirut'
		);
		const time = fc
			.tuple(fc.nat(23), fc.nat(59))
			.map((each) => each.map((part) => String(part).padStart(2, '0')).join(':'));
		const moment = fc.date({ min: at('2020-01-01'), max: at('2030-01-01'), noInvalidDate: true });
		const facts = fc.record({
			zone: zones,
			days: fc.array(
				fc.record({
					date: moment.map((date) => `--${date.toISOString().slice(5, 10)}`),
					wish: fc.constantFrom<DayWish>('silence', 'word', 'nothing')
				})
			),
			stoppedUntil: fc.option(moment),
			quietHours: fc.option(fc.record({ from: time, to: time }))
		});
		const what = fc.constantFrom<Reaching>('always', 'mail', 'letter', 'notice', 'word');
		fc.assert(
			fc.property(facts, what, moment, (given, kind, now) => {
				const mine = { ...given, days: given.days.map(({ date, wish }) => tender(date, wish)) };
				const reach = mayReach(kind, mine, now);
				if (reach.reach === 'now') return;
				expect(kind).not.toBe('always');
				expect(reach.until > now).toBe(true);
				expect(mayReach(kind, mine, reach.until)).toEqual({ reach: 'now' });
				expect(mayReach(kind, mine, new Date(+reach.until - 1)).reach).toBe('held');
			}),
			{ numRuns: 3000 }
		);
	});
});

describe('the word of a tender day', () => {
	const facts = quiet({ zone: 'Australia/Sydney', days: [tender('2024-03-14', 'word')] });
	test.each([
		['2026-03-13T20:59Z', null],
		['2026-03-13T21:00Z', '2026-03-14'],
		['2026-03-14T00:59Z', '2026-03-14'],
		['2026-03-14T01:00Z', null],
		['2026-03-14T22:00Z', null]
	])('is due in the morning of that wall clock: %s', (now, due) => {
		expect(wordDue(facts, at(now))).toBe(due);
	});
});

test('“stop for today” lasts until the wall clock shows tomorrow', () => {
	expect(restOfDay(at('2026-03-14T12:00Z'), 'Pacific/Auckland')).toEqual(at('2026-03-15T11:00Z'));
	expect(restOfDay(at('2026-03-14T09:00Z'), 'Pacific/Auckland')).toEqual(at('2026-03-14T11:00Z'));
});

test.each([
	['Europe/London', true],
	['UTC', true],
	['America/Argentina/Buenos_Aires', true],
	['+01:00', false],
	['Europe/Atlantis', false],
	['', false]
])('%j is a zone: %s', (name, is) => {
	expect(isZone(name)).toBe(is);
});
