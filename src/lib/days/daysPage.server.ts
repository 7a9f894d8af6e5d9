import { isKnownDay, nextOn, type TenderDay } from '#lib/rules/days.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { quietOf } from '#lib/server/quiet/quietOf.ts';
import { todayIn } from './today.ts';
import { calendarAddress } from './calendarAddress.server.ts';

/** A day as its keeper sees it: `on` is when it comes next. */
export type DaySeen = {
	key: string;
	what: 'born' | 'died' | 'due' | 'named';
	/** The name of the memory box, or the day's own; empty where the box has none. */
	name: string;
	date: string;
	yearly: boolean;
	wish: TenderDay['wish'];
	on: string;
};

export type DaysPage = {
	/** Those that come, in their order; those of one year that are over come last, with no date. */
	ahead: DaySeen[];
	/** Dates that are not known to the day. */
	unknown: Pick<DaySeen, 'key' | 'what' | 'name' | 'date'>[];
	today: string;
	zone: string;
	quietHours: { from: string; to: string } | null;
	zones: string[];
	calendar: string | null;
};

/** The viewer's own days, seen ahead, and what they set for them. */
export async function daysPage(lamplight: Lamplight, tx: Tx, viewer: SignedIn): Promise<DaysPage> {
	const quiet = await quietOf(tx, viewer.id);
	const today = todayIn(quiet.zone, lamplight.now());
	const seen = quiet.days.map((day) => ({ ...seenBy(viewer, day), on: nextOn(day, today) ?? '' }));
	return {
		ahead: seen
			.filter(({ date }) => isKnownDay(date))
			.toSorted((one, other) => (one.on || '9').localeCompare(other.on || '9')),
		unknown: seen.filter(({ date }) => !isKnownDay(date)),
		today,
		zone: quiet.zone,
		quietHours: quiet.quietHours,
		zones: Intl.supportedValuesOf('timeZone'),
		calendar: await calendarAddress(lamplight, tx, viewer)
	};
}

function seenBy(viewer: SignedIn, { of, date, yearly, wish }: TenderDay) {
	if (of.what === 'named') {
		return { key: `named:${of.id}`, what: of.what, name: of.name, date, yearly, wish };
	}
	const name = viewer.boxes.find(({ id }) => id === of.box)?.name ?? '';
	return { key: `${of.what}:${of.box}`, what: of.what, name, date, yearly, wish };
}
