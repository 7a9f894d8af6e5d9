import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { concerns } from '#lib/rules/moderation.ts';
import { subjects } from '#lib/rules/subjects.ts';

const said = (most: number, long: () => string) =>
	z
		.string()
		.default('')
		.transform((value) => value.replace(/\r\n?/g, '\n').replaceAll('\0', '').trim())
		.refine((value) => value.length <= most, { error: long });

export const reportForm = z.object({
	concern: z.enum(concerns, { error: () => m.watching_report_choose() }),
	words: said(2000, () => m.watching_report_long())
});
export type Reported = z.output<typeof reportForm>;

export const decideForm = z.object({
	verb: z.enum(['hold', 'release', 'remove', 'abuse'], { error: () => m.watching_verb_missing() }),
	reason: z.string({ error: () => m.watching_reason_missing() }),
	words: said(1000, () => m.watching_words_long()).refine((value) => value.length > 0, {
		error: () => m.watching_words_missing()
	})
});
export type Decided = z.output<typeof decideForm>;

/** A subject that a story speaks of, and why it is marked. */
export const markForm = z.object({
	subject: z.enum(subjects, { error: () => m.watching_marks_choose() }),
	why: said(300, () => m.watching_words_long()).refine((value) => value.length > 0, {
		error: () => m.watching_marks_why_missing()
	})
});

export const appealForm = z.object({ words: said(1000, () => m.watching_words_long()) });
export const sittingForm = z.object({
	minutes: z.coerce
		.number({ error: () => m.watching_minutes_wrong() })
		.int()
		.min(5, { error: () => m.watching_minutes_wrong() })
		.max(240, { error: () => m.watching_minutes_wrong() })
});

export const emailForm = z.object({
	email: z
		.string()
		.trim()
		.toLowerCase()
		.pipe(z.email({ error: () => m.accounts_email_wrong() }))
});
export const standingForm = z.object({
	member: z.uuid(),
	reason: z.enum(['unkind', 'names_somebody', 'not_theirs', 'selling', 'other'], {
		error: () => m.watching_reason_missing()
	})
});
export const suspensionForm = z.object({ suspension: z.uuid() });
export const watchSettingsForm = z
	.object({
		hours: said(200, () => m.watching_host_hours_long()),
		dangerMinutes: z.coerce
			.number({ error: () => m.watching_host_danger_wrong() })
			.int({ error: () => m.watching_host_danger_wrong() })
			.min(5, { error: () => m.watching_host_danger_wrong() })
			.max(1440, { error: () => m.watching_host_danger_wrong() }),
		support: said(2000, () => m.watching_report_long()),
		firstLook: z.enum(['on', 'off']),
		peersBy: z.enum(['welcome', 'invitation', 'word'])
	})
	.transform(({ firstLook, ...rest }) => ({ ...rest, firstLook: firstLook === 'on' }));
