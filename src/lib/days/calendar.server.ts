import { createHmac } from 'node:crypto';
import ical, { ICalEventRepeatingFreq } from 'ical-generator';
import { m } from '#lib/paraglide/messages.js';
import { isKnownDay, type TenderDay } from '#lib/rules/days.ts';
import { asMember } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { quietOf } from '#lib/server/quiet/quietOf.ts';
import { calendarNamed } from './calendarAddress.server.ts';

/**
 * A member's days as iCalendar, for whoever has its address: whole days with one and the same neutral
 * title, whatever they are, because calendars are shown to others. Throws `NotFound` where the address
 * is not one, or was renewed or ended.
 */
export async function calendarFeed(lamplight: Lamplight, name: string): Promise<string> {
	const id = calendarNamed(lamplight.settings.secret, name);
	const { worker } = lamplight.pools;
	const owner = id
		? await worker
				.selectFrom('dayCalendar')
				.where('id', '=', id)
				.select('memberId')
				.executeTakeFirst()
		: undefined;
	if (!owner) throw new NotFound();
	const { days } = await asMember(worker, owner.memberId, (tx) => quietOf(tx, owner.memberId));
	const calendar = ical({ name: m.days_calendar_name(), prodId: '//Lamplight//Days//EN' });
	for (const day of days) {
		if (day.wish !== 'nothing' && isKnownDay(day.date)) put(calendar, day, lamplight);
	}
	return calendar.toString();
}

function put(calendar: ReturnType<typeof ical>, day: TenderDay, { settings, now }: Lamplight) {
	const { of, date, yearly } = day;
	const year = date.startsWith('--') ? String(now().getUTCFullYear() - 1) : date.slice(0, 4);
	const [month = 1, dayOfMonth = 1] = date.slice(-5).split('-').map(Number);
	const isLeapDay = month === 2 && dayOfMonth === 29;
	// The first one has to be one of those that repeat: the last day of February.
	const first = new Date(Date.UTC(Number(year), month - 1, 1));
	const last = new Date(Date.UTC(Number(year), month, 0)).getUTCDate();
	first.setUTCDate(Math.min(dayOfMonth, last));
	calendar.createEvent({
		id: `${nameless(settings.secret, of)}@${new URL(settings.origin).hostname}`,
		start: first,
		allDay: true,
		timezone: 'UTC',
		stamp: first,
		summary: m.days_calendar_title(),
		...(yearly
			? {
					repeating: {
						freq: ICalEventRepeatingFreq.YEARLY,
						...(isLeapDay ? { byMonth: [2], byMonthDay: [-1] } : {})
					}
				}
			: {})
	});
}

/** Always the same for a day, and tells nothing of what it is. */
function nameless(secret: string, of: TenderDay['of']): string {
	const key = `day:${of.what}:${of.what === 'named' ? of.id : of.box}`;
	return createHmac('sha256', secret).update(key).digest('hex').slice(0, 32);
}
