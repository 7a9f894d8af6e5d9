/**
 * A person's own wall clock: which day it shows at a moment, and when a day begins and ends on it.
 * Zones are IANA names; the rules of daylight saving come with the runtime (`Intl`).
 */
import { Temporal } from 'temporal-polyfill';

/** A day without a place: `2026-03-14`. */
export type Day = string;

/** Whether this runtime knows a zone by that name. Offsets like `+01:00` are not zones. */
export function isZone(name: string): boolean {
	if (!/^[A-Za-z]/.test(name)) return false;
	try {
		Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
		return true;
	} catch {
		return false;
	}
}

/** The moment as the wall clock in that zone shows it. */
export function wallClock(at: Date, zone: string): Temporal.ZonedDateTime {
	return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}

export function wallDay(at: Date, zone: string): Day {
	return wallClock(at, zone).toPlainDate().toString();
}

/**
 * The first moment of a day in that zone: midnight, or whatever the clock shows first where midnight
 * is skipped. Of a day that the zone skips as a whole: the first moment after it.
 */
export function dayBegins(day: Day, zone: string): Date {
	const begins = Temporal.PlainDate.from(day).toZonedDateTime(zone);
	return new Date(begins.epochMilliseconds);
}

export function dayAfter(day: Day): Day {
	return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

/** Until when today lasts on that wall clock. */
export function restOfDay(now: Date, zone: string): Date {
	return dayBegins(dayAfter(wallDay(now, zone)), zone);
}

/**
 * When that wall clock shows this time of day (`HH:MM`) on that day; the second time, where the clock
 * is set back over it, and the first moment after, where that time is skipped.
 */
export function momentOf(day: Day, time: string, zone: string): Date {
	const wall = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time));
	const at = wall.toZonedDateTime(zone, { disambiguation: 'later' });
	const isSkipped = !at.toPlainDateTime().equals(wall);
	const moment = isSkipped ? at.getTimeZoneTransition('previous') : at;
	return new Date((moment ?? at).epochMilliseconds);
}
