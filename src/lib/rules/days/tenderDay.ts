/** R5: which days are tender ones, from the dates that were given and the days a keeper named. */
import { Temporal } from 'temporal-polyfill';
import type { BoxId, Id } from '../facts.ts';
import { wallDay, type Day } from './wallClock.ts';

export type NamedDayId = Id<'named day'>;

/** `silence`: nothing comes. `word`: one gentle line in the morning, and nothing else. */
export type DayWish = 'silence' | 'word' | 'nothing';

/** Where a day comes from: a date of a memory box, or a day of the keeper's own. */
export type DayOf =
	{ what: 'born' | 'died' | 'due'; box: BoxId } | { what: 'named'; id: NamedDayId; name: string };

export type TenderDay = {
	of: DayOf;
	/**
	 * As it was given: `2024-02-29`, or `--02-29` where no year was. `2024-02` and `2024` are known
	 * too little to be a day: they are none until the keeper names one to stand for them.
	 */
	date: string;
	yearly: boolean;
	wish: DayWish;
};

/** Whether a date is known to the day. */
export function isKnownDay(date: string): boolean {
	return /^(\d{4}|-)-\d\d-\d\d$/.test(date);
}

/**
 * Whether this day is on that date: from the date given on, each year. A 29th of February is on the
 * 28th in the years that have none: the last day of its month, never a day of another.
 */
export function isOn({ date, yearly }: TenderDay, on: Day): boolean {
	if (!isKnownDay(date)) return false;
	if (!yearly) return date === on;
	const year = Number(date.slice(0, -6)) || 0;
	return Number(on.slice(0, 4)) >= year && monthAndDay(date, on) === on.slice(-5);
}

/** The month and day (`02-28`) that a date has in the year of another. */
function monthAndDay(date: string, on: Day): string {
	const given = date.slice(-5);
	return given === '02-29' && !Temporal.PlainDate.from(on).inLeapYear ? '02-28' : given;
}

/** The first date from `from` on (that day too) on which this day is; null: never again. */
export function nextOn(day: TenderDay, from: Day): Day | null {
	if (!isKnownDay(day.date)) return null;
	if (!day.yearly) return day.date >= from ? day.date : null;
	const given = Number(day.date.slice(0, -6)) || 0;
	const year = Math.max(given, Number(from.slice(0, 4)));
	const inYear = (each: number) => {
		const on = `${String(each).padStart(4, '0')}-01-01`;
		return `${on.slice(0, 4)}-${monthAndDay(day.date, on)}`;
	};
	return inYear(year) >= from ? inYear(year) : inYear(year + 1);
}

/** What somebody wishes for a date. Where days fall together the quieter wish counts. */
export function wishOn(days: readonly TenderDay[], on: Day): DayWish {
	const wishes = days.filter((day) => isOn(day, on)).map(({ wish }) => wish);
	return wishes.includes('silence') ? 'silence' : wishes.includes('word') ? 'word' : 'nothing';
}

/** The same for a moment, by the person's own wall clock. */
export function wishAt(days: readonly TenderDay[], zone: string, at: Date): DayWish {
	return wishOn(days, wallDay(at, zone));
}
