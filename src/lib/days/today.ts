/** Which day it is in a zone: `2026-03-14`. */
export function todayIn(timeZone: string, now: Date): string {
	return new Intl.DateTimeFormat('en-CA', {
		...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }
	}).format(now);
}
