import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';

/** A date as exactly as it is known: "2024", "2024-03" or "2024-03-14". */
export type LooseDate = string;

/** The three fields of a date in a form, as typed. */
export type DateParts = { day: string; month: string; year: string };

/** The parts of a date, for the fields; all empty where it is not known. */
export function partsOf(date: LooseDate | null): DateParts {
	const [year = '', month = '', day = ''] = (date ?? '').split('-');
	const plain = (part: string) => part.replace(/^0/, '');
	return { day: plain(day), month: plain(month), year };
}

/** A due date may lie ahead; nothing else of a pregnancy lies further. */
const latestYear = () => new Date().getFullYear() + 1;

/** Reads three fields as a date, or null where all are empty. */
export const looseDate = z
	.object({ day: z.string(), month: z.string(), year: z.string() })
	.transform((parts, context): LooseDate | null => {
		const { date, wrong } = read(parts, latestYear());
		if (wrong) context.addIssue({ code: 'custom', message: wrong });
		return date;
	});

function read(typed: DateParts, latest: number): { date: LooseDate | null; wrong?: string } {
	const [year, month, day] = [typed.year.trim(), typed.month.trim(), typed.day.trim()];
	if (!year && !month && !day) return { date: null };
	if (!/^\d{4}$/.test(year)) return { date: null, wrong: m.box_begin_date_needs_year() };
	if (Number(year) < 1900 || Number(year) > latest) {
		return { date: null, wrong: m.box_begin_date_year_wrong({ latest }) };
	}
	if (!month) return day ? { date: null, wrong: m.box_begin_date_needs_month() } : { date: year };
	if (!/^([1-9]|1[0-2])$/.test(month)) {
		return { date: null, wrong: m.box_begin_date_needs_month() };
	}
	const yearAndMonth = `${year}-${month.padStart(2, '0')}`;
	if (!day) return { date: yearAndMonth };
	const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	if (!/^\d{1,2}$/.test(day) || Number(day) < 1 || Number(day) > lastDay) {
		return { date: null, wrong: m.box_begin_date_no_such() };
	}
	return { date: `${yearAndMonth}-${day.padStart(2, '0')}` };
}
