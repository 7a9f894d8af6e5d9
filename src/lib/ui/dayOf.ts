/** A day as a sentence names it: "14 March 2026". */
export function dayOf(date: Date): string {
	return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** A moment as the clocks of a time zone (IANA) showed it: "14 March 2026 at 09:05". */
export function momentOf(date: Date, timeZone: string): string {
	const format = { dateStyle: 'long', timeStyle: 'short', timeZone } as const;
	return new Intl.DateTimeFormat('en-GB', format).format(date);
}
