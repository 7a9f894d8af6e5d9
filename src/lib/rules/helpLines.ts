/** Help lines: which are open at a moment, and which were last checked too long ago to be relied on. */
import { dayAfter, dayBegins, momentOf, wallClock, wallDay } from './days/wallClock.ts';
import { DAY_MS } from './moments.ts';

/** Hours of some weekdays, 1 (Monday) to 7, by the line's own clock; `to` may be 24:00. */
export type OpenHours = { days: readonly number[]; from: string; to: string };

/** `always`: at any hour. `null`: nobody knows; nothing is promised. */
export type Hours = 'always' | null | readonly OpenHours[];

export type Channel =
	| { by: 'telephone'; number: string }
	| { by: 'text'; number: string }
	/** The page where one writes. */
	| { by: 'chat'; address: string };

export type HelpLine = {
	id: string;
	/** ISO 3166-1. */
	country: string;
	name: string;
	/** For somebody whose life may be in danger: never taken away. */
	crisis: boolean;
	/** Whom it is for, in a sentence. */
	for: string;
	channels: readonly Channel[];
	hours: Hours;
	/** The line's own IANA zone. */
	zone: string;
	/** Where it says so. */
	source: string;
	/** What was read there, and how old it was. */
	read: string;
	/** The day on which somebody last looked: `2026-11-25`. */
	checkedOn: string;
};

export type Openness =
	| { open: true; until: Date | null }
	| { open: false; opens: Date | null }
	/** Its hours are not known. */
	| { open: null };

/** After that many days without a check a line stands aside. */
export const CHECK_DAYS = 180;

export function isOld(line: HelpLine, now: Date): boolean {
	return now.getTime() - Date.parse(`${line.checkedOn}T00:00Z`) > CHECK_DAYS * DAY_MS;
}

/** Whether somebody answers now; else when next, within the week. */
export function openness({ hours, zone }: HelpLine, now: Date): Openness {
	if (hours === null) return { open: null };
	if (hours === 'always') return { open: true, until: null };
	const spans = spansFrom(hours, zone, now);
	const current = spans.find(({ from, to }) => from <= now && now < to);
	if (current) return { open: true, until: current.to };
	const next = spans.map(({ from }) => from).filter((from) => from > now);
	return { open: false, opens: next.length > 0 ? new Date(Math.min(...next.map(Number))) : null };
}

/** When it is open, from today on for eight days, by its own wall clock. */
function spansFrom(hours: readonly OpenHours[], zone: string, now: Date) {
	const spans: { from: Date; to: Date }[] = [];
	let day = wallDay(now, zone);
	for (let ahead = 0; ahead < 8; ahead++) {
		const weekday = wallClock(dayBegins(day, zone), zone).dayOfWeek;
		for (const { from, to } of hours.filter(({ days }) => days.includes(weekday))) {
			const ends = to === '24:00' ? dayBegins(dayAfter(day), zone) : momentOf(day, to, zone);
			spans.push({ from: momentOf(day, from, zone), to: ends });
		}
		day = dayAfter(day);
	}
	return spans;
}

export type ShownLine = { line: HelpLine; openness: Openness; old: boolean };

/**
 * The lines of a country: those open now first, then those whose hours nobody knows. One that was not
 * checked for long stands aside, and the finder takes its place; a crisis line stays, and says when it
 * was last checked. `aside`: how many do.
 */
export function linesAt(
	lines: readonly HelpLine[],
	country: string,
	now: Date
): { shown: ShownLine[]; aside: number } {
	const ofCountry = lines.filter((line) => line.country === country);
	const shown = ofCountry
		.map((line) => ({ line, openness: openness(line, now), old: isOld(line, now) }))
		.filter(({ line, old }) => line.crisis || !old)
		.toSorted((one, other) => rank(one) - rank(other));
	return { shown, aside: ofCountry.length - shown.length };
}

/** Among those that are alike, the lines for this loss before the crisis line, which all know. */
function rank({ line, openness: { open } }: ShownLine): number {
	return (open === true ? 0 : open === null ? 2 : 4) + (line.crisis ? 1 : 0);
}
