/** Days and times as the machine's own clock shows them: the host's, and mostly the family's too. */
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });

/** 04:10 */
export function timeOf(at: Date): string {
	return time.format(at);
}

/** 14 March 2026 */
export function dayHere(at: Date): string {
	return day.format(at);
}

/** Whether both lie in one day. */
export function isToday(at: Date, now: Date): boolean {
	return dayHere(at) === dayHere(now);
}
