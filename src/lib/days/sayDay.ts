import { m } from '#lib/paraglide/messages.js';
import type { DaySeen } from './daysPage.server.ts';

/** What a day is, in its keeper's words: "Robin died", or the day's own name. */
export function sayDayOf({ what, name }: Pick<DaySeen, 'what' | 'name'>): string {
	if (what === 'named') return name;
	const who = name || m.days_your_baby();
	if (what === 'born') return m.days_born({ name: who });
	return what === 'died' ? m.days_died({ name: who }) : m.days_due({ name: who });
}

const day = new Intl.DateTimeFormat('en-GB', {
	...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }
});

/** "Saturday 14 March 2026". */
export function sayWhen(on: string): string {
	return day.format(new Date(`${on}T00:00Z`));
}
