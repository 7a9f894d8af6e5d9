/** Dates as they are said. The same on the server and in the browser: in UTC. */
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', {
	day: 'numeric',
	month: 'long',
	timeZone: 'UTC'
});
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });
const monthAndYear = new Intl.DateTimeFormat('en-GB', {
	month: 'long',
	year: 'numeric',
	timeZone: 'UTC'
});

/** 14 February, or 14 February 2025 where that is another year. */
export function sayDay(date: Date, now: Date): string {
	const sameYear = date.getUTCFullYear() === now.getUTCFullYear();
	return (sameYear ? dayOfYear : day).format(date);
}

/** October, or October 2025 where that is another year. */
export function sayMonth(date: Date, now: Date): string {
	const sameYear = date.getUTCFullYear() === now.getUTCFullYear();
	return (sameYear ? month : monthAndYear).format(date);
}

/** A date as exactly as it is known (`2025`, `2025-02`, `2025-02-14`), in words. */
export function sayLoose(date: string): string {
	if (date.length === 4) return date;
	const known = new Date(`${date.padEnd(10, '-01')}T00:00:00Z`);
	return (date.length === 7 ? monthAndYear : day).format(known);
}

/** Whether two moments lie in one month. */
export function inOneMonth(one: Date, other: Date): boolean {
	return one.toISOString().slice(0, 7) === other.toISOString().slice(0, 7);
}
