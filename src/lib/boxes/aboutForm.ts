import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { looseDate } from './looseDate.ts';

/** The dates a memory box may have; each is three fields in the form: `bornOnDay`, … */
export const dates = ['bornOn', 'diedOn', 'dueOn'] as const;

const words = (most: number, wrong: () => string) =>
	z
		.string()
		.trim()
		.max(most, { error: wrong })
		.default('')
		.transform((text) => text || null);

const number = (least: number, most: number, wrong: () => string) =>
	z
		.string()
		.trim()
		.default('')
		.transform((text) => (text === '' ? null : Number(text)))
		.refine(
			(value) => value === null || (Number.isInteger(value) && value >= least && value <= most),
			{ error: wrong }
		);

/** What may be said about a memory box. Every field may be empty. */
export const aboutForm = z.preprocess(
	gathered,
	z
		.object({
			name: words(120, () => m.box_begin_name_long()),
			bornOn: looseDate,
			diedOn: looseDate,
			dueOn: looseDate,
			weeks: number(1, 45, () => m.box_begin_weeks_wrong()),
			daysPastWeeks: number(0, 6, () => m.box_begin_days_wrong()),
			happened: words(200, () => m.box_begin_happened_long())
		})
		.refine((about) => about.weeks !== null || about.daysPastWeeks === null, {
			path: ['daysPastWeeks'],
			error: () => m.box_begin_days_wrong()
		})
);

export type About = z.output<typeof aboutForm>;

/** The three fields of each date become one. */
function gathered(input: unknown): unknown {
	const typed = input as Record<string, string>;
	const made: Record<string, unknown> = { ...typed };
	for (const date of dates) {
		made[date] = {
			day: typed[`${date}Day`] ?? '',
			month: typed[`${date}Month`] ?? '',
			year: typed[`${date}Year`] ?? ''
		};
	}
	return made;
}
