import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { draftFields, text } from '#lib/server/web/drafts.ts';
import { concerns, longestLetter, ways } from './choices.ts';

const number = (least: number, most: number, sentence: () => string) =>
	z
		.string()
		.trim()
		.default('')
		.transform((text) => (text === '' ? null : Number(text)))
		.refine((n) => n === null || (Number.isInteger(n) && n >= least && n <= most), {
			error: () => sentence()
		});

/** One save of what was typed so far. */
export const draftForm = z.object({
	body: text.refine((value) => value.length <= longestLetter, {
		error: () => m.letters_body_long()
	}),
	...draftFields
});
/** A letter to be sent, with which of the drafts it is. */
export const letterForm = draftForm.refine(({ body }) => body.trim() !== '', {
	path: ['body'],
	error: () => m.letters_body_missing()
});
export const faceForm = z.object({
	weeks: number(1, 45, () => m.letters_weeks_wrong()),
	year: number(1900, 2200, () => m.letters_year_wrong())
});
export const wayForm = z.object({
	way: z.enum(ways, { error: () => m.letters_way_missing() }),
	reader: z.string().default('')
});
export const reportForm = z.object({
	concern: z.enum(concerns, { error: () => m.letters_report_missing() }),
	words: z
		.string()
		.trim()
		.max(2000, { error: () => m.letters_report_long() })
		.default('')
});
