import { m } from '#lib/paraglide/messages.js';
import type { HelpLine, Openness } from '#lib/rules/helpLines.ts';

/** Whether somebody answers, in words; times are the line's own. */
export function sayOpenness({ zone }: HelpLine, openness: Openness): string {
	if (openness.open === null) return m.help_hours_unknown();
	if (openness.open) {
		if (!openness.until) return m.help_open_always();
		return m.help_open_until({ time: clock(openness.until, zone, false) });
	}
	if (!openness.opens) return m.help_closed();
	return m.help_opens({ time: clock(openness.opens, zone, true) });
}

function clock(at: Date, timeZone: string, withDay: boolean): string {
	return new Intl.DateTimeFormat('en-GB', {
		...(withDay ? { weekday: 'long' } : {}),
		...{ hour: '2-digit', minute: '2-digit', timeZone }
	}).format(at);
}
