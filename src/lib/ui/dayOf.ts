/** A day as a sentence names it: "14 March 2026". */
export function dayOf(date: Date): string {
	return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}
