/** The one gate for whatever would reach somebody unasked: mail, notices, letters (R5). */
import { wishOn, type DayWish, type TenderDay } from './tenderDay.ts';
import { dayAfter, dayBegins, momentOf, wallClock, wallDay } from './wallClock.ts';

/** What one person set for themselves. */
export type Quiet = {
	/** Their IANA time zone. */
	zone: string;
	days: readonly TenderDay[];
	/** *Stop for today*: until when; null where it was not asked for, or was taken back. */
	stoppedUntil: Date | null;
	/** Hours of the day (`HH:MM`) in which no mail comes; `to` may lie on the next day. */
	quietHours: { from: string; to: string } | null;
};

/**
 * `always`: what its reader asked for a moment ago, and what keeps them or the site safe. `word`: the
 * one line of a tender day. `notice`: what a screen says unasked. `letter`: a person's letter.
 */
export type Reaching = 'always' | 'mail' | 'letter' | 'notice' | 'word';

export type HoldCause =
	| { cause: 'tender-day'; wish: Exclude<DayWish, 'nothing'> }
	| { cause: 'stopped-for-today' }
	| { cause: 'quiet-hours' };

export type Reach =
	{ reach: 'now' } | { reach: 'held'; until: Date; causes: [HoldCause, ...HoldCause[]] };

type Hold = { until: Date; cause: HoldCause };

/** Which silences hold it. */
const heldBy: Record<Reaching, { wishes: DayWish[]; stop: boolean; hours: boolean }> = {
	always: { wishes: [], stop: false, hours: false },
	mail: { wishes: ['silence', 'word'], stop: true, hours: true },
	letter: { wishes: ['silence', 'word'], stop: true, hours: false },
	notice: { wishes: ['silence', 'word'], stop: true, hours: false },
	word: { wishes: ['silence'], stop: true, hours: true }
};

/** Whether it may reach them now; else until when it waits, and why it does not come now. */
export function mayReach(what: Reaching, quiet: Quiet, now: Date): Reach {
	const [first, ...more] = holdsAt(what, quiet, now);
	if (!first) return { reach: 'now' };
	const until = freeFrom(what, quiet, latest([first, ...more]));
	return { reach: 'held', until, causes: [first.cause, ...more.map(({ cause }) => cause)] };
}

/** One silence may end in the next; nothing waits for more than a year, whatever days are named. */
function freeFrom(what: Reaching, quiet: Quiet, from: Date): Date {
	let at = from;
	for (let turns = 0; turns < 366; turns++) {
		const holds = holdsAt(what, quiet, at);
		if (holds.length === 0) return at;
		at = latest(holds);
	}
	return at;
}

function latest(holds: Hold[]): Date {
	return new Date(Math.max(...holds.map(({ until }) => until.getTime())));
}

function holdsAt(what: Reaching, quiet: Quiet, at: Date): Hold[] {
	const { wishes, stop, hours } = heldBy[what];
	const holds: Hold[] = [];
	const today = wallDay(at, quiet.zone);
	const wish = wishOn(quiet.days, today);
	if (wish !== 'nothing' && wishes.includes(wish)) {
		const until = dayBegins(dayAfter(today), quiet.zone);
		holds.push({ until, cause: { cause: 'tender-day', wish } });
	}
	if (stop && quiet.stoppedUntil && at < quiet.stoppedUntil) {
		holds.push({ until: quiet.stoppedUntil, cause: { cause: 'stopped-for-today' } });
	}
	const awake = hours ? quietUntil(quiet, at) : null;
	if (awake) holds.push({ until: awake, cause: { cause: 'quiet-hours' } });
	return holds;
}

/** When the quiet hours that `at` lies in end; null: it lies in none. */
function quietUntil({ quietHours, zone }: Quiet, at: Date): Date | null {
	if (!quietHours) return null;
	const { from, to } = quietHours;
	const time = wallClock(at, zone).toPlainTime().toString({ smallestUnit: 'minute' });
	const today = wallDay(at, zone);
	if (from < to) return time >= from && time < to ? momentOf(today, to, zone) : null;
	if (time < to) return momentOf(today, to, zone);
	return time >= from && from !== to ? momentOf(dayAfter(today), to, zone) : null;
}

/** A morning, by the wall clock: from eight until noon. */
const morning = { from: '08:00', to: '12:00' };

/** The day for which somebody wished for a word, while it is that day's morning; else null. */
export function wordDue({ days, zone }: Quiet, now: Date): string | null {
	const today = wallDay(now, zone);
	const time = wallClock(now, zone).toPlainTime().toString({ smallestUnit: 'minute' });
	const isMorning = time >= morning.from && time < morning.to;
	return isMorning && wishOn(days, today) === 'word' ? today : null;
}
