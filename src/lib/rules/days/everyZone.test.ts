/**
 * R5 on every wall clock there is: all IANA zones, ten years, every change of the clocks. What the
 * clock shows is asked of `Intl`, which the rule does not ask for it.
 */
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayAfter, dayBegins, mayReach, wishAt, type Quiet, type TenderDay } from '../days.ts';
import type { NamedDayId } from './tenderDay.ts';

const zones = Intl.supportedValuesOf('timeZone');
const [firstYear, lastYear] = [2020, 2029];

const clocks = new Map<string, Intl.DateTimeFormat>();
/** The day that hangs on the wall in that zone at that moment. */
function shown(at: number, zone: string): string {
	const clock =
		clocks.get(zone) ??
		new Intl.DateTimeFormat('en-CA', {
			...{ timeZone: zone, calendar: 'iso8601', era: undefined },
			...{ year: 'numeric', month: '2-digit', day: '2-digit' }
		});
	clocks.set(zone, clock);
	return clock.format(at);
}

const silentOn = (date: string, yearly: boolean): TenderDay => ({
	of: { what: 'named', id: 'a day' as NamedDayId, name: '' },
	date,
	yearly,
	wish: 'silence'
});
const quietIn = (zone: string, day: TenderDay): Quiet => ({
	zone,
	days: [day],
	stoppedUntil: null,
	quietHours: null
});

/** Held from the first to the last moment of that day as the wall shows it, and at no other. */
function isHeldExactly(
	day: string,
	zone: string,
	yearly: boolean,
	date = yearly ? `--${day.slice(5)}` : day
): void {
	const quiet = quietIn(zone, silentOn(date, yearly));
	const [begins, ends] = [dayBegins(day, zone), dayBegins(dayAfter(day), zone)];
	const edges = [begins, ends].flatMap((each) =>
		[-60_000, -1, 0, 1, 60_000].map((by) => +each + by)
	);
	const middle = (+begins + +ends) / 2;
	for (const at of [...edges, middle]) {
		const isThatDay = shown(at, zone) === day;
		const reach = mayReach('mail', quiet, new Date(at));
		const until = reach.reach === 'held' ? reach.until.getTime() : null;
		const right =
			(until !== null) === isThatDay &&
			(wishAt(quiet.days, zone, new Date(at)) === 'silence') === isThatDay &&
			(until === null ||
				(until > at && shown(until, zone) !== day && shown(until - 1, zone) === day));
		// Asked a hundred thousand times: `expect` itself would take most of the time.
		if (!right) expect.fail(`${day} in ${zone}, at ${new Date(at).toISOString()}`);
	}
}

/** The days around each change of a zone's clocks in these years. */
function daysOfChange(zone: string): string[] {
	const days: string[] = [];
	let at = Temporal.ZonedDateTime.from(`${firstYear}-01-01T00:00[${zone}]`);
	for (;;) {
		const next = at.getTimeZoneTransition('next');
		if (!next || next.year > lastYear) return days;
		for (const by of [-1, 0, 1]) days.push(next.toPlainDate().add({ days: by }).toString());
		at = next;
	}
}

test('there are zones to look at, and clocks that change in them', () => {
	expect(zones.length).toBeGreaterThan(400);
	expect(zones.filter((zone) => daysOfChange(zone).length > 0).length).toBeGreaterThan(100);
});

test('a tender day begins and ends with the wall clock around every change of the clocks', () => {
	for (const zone of zones) for (const day of daysOfChange(zone)) isHeldExactly(day, zone, false);
}, 240_000);

const anyDay = fc
	.date({
		min: new Date(`${firstYear}-01-01T00:00Z`),
		max: new Date(`${lastYear}-12-31T00:00Z`),
		noInvalidDate: true
	})
	.map((date) => date.toISOString().slice(0, 10));

test('and on any other day, in every zone', () => {
	for (const zone of zones) {
		fc.assert(
			fc.property(anyDay, fc.boolean(), (day, yearly) => isHeldExactly(day, zone, yearly)),
			{ numRuns: 12 }
		);
	}
}, 240_000);

test('a 29 February is held on the last day of each February, in every zone and year', () => {
	for (const zone of zones) {
		for (let year = firstYear; year <= lastYear; year += 1) {
			const last = new Date(Date.UTC(year, 2, 0)).toISOString().slice(0, 10);
			isHeldExactly(last, zone, true, '--02-29');
		}
	}
}, 240_000);

test.each([
	['Pacific/Apia', '2011-12-30'],
	['Pacific/Fakaofo', '2011-12-30'],
	['Pacific/Kwajalein', '1993-08-21']
])(
	'where %s skips %s as a whole, the day is not, and its neighbours are whole',
	(zone, skipped) => {
		const before = Temporal.PlainDate.from(skipped).subtract({ days: 1 }).toString();
		expect(dayBegins(skipped, zone)).toEqual(dayBegins(dayAfter(skipped), zone));
		for (const day of [before, skipped, dayAfter(skipped)]) isHeldExactly(day, zone, false);
		const night = new Date(+dayBegins(skipped, zone) - 3_600_000);
		const reach = mayReach('mail', quietIn(zone, silentOn(before, false)), night);
		expect(reach).toMatchObject({ until: dayBegins(dayAfter(skipped), zone) });
	}
);

test.each([
	['America/Asuncion', '2020-10-04', '01:00'],
	['Asia/Beirut', '2024-03-31', '01:00'],
	['Africa/Cairo', '2024-04-26', '01:00'],
	['America/Santiago', '2024-09-08', '01:00']
])('where %s has no midnight on %s, the day begins at %s', (zone, day, time) => {
	const begins = dayBegins(day, zone);
	const wall = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' });
	expect(wall.format(begins)).toBe(time);
	isHeldExactly(day, zone, false);
});
