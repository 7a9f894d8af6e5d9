import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { isZone } from '#lib/rules/days.ts';

export const wishes = ['silence', 'word', 'nothing'] as const;
const wish = z.enum(wishes, { error: () => m.days_wish_choose() });

/** What is wished for one day: of a memory box, or of one's own. */
export const wishForm = z.object({
	day: z.string().regex(/^(born|died|due|named):[0-9a-f-]{36}$/),
	wish
});
export const removeForm = z.object({ day: z.uuid() });

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day of one's own: a day and a month, and a year where it has one. */
export const namedForm = z
	.object({
		name: z
			.string()
			.trim()
			.min(1, { error: () => m.days_name_needed() })
			.max(80, { error: () => m.days_name_long() }),
		onDay: z.string().trim().default(''),
		onMonth: z.string().trim().default(''),
		onYear: z.string().trim().default(''),
		once: z.string().optional(),
		wish
	})
	.transform(({ name, onDay, onMonth, onYear, once, wish: wished }, context) => {
		const [day, month] = [Number(onDay), Number(onMonth)];
		const yearly = once === undefined;
		const wrong = (message: string) => context.addIssue({ code: 'custom', message, path: ['on'] });
		if (!(day >= 1 && month >= 1 && month <= 12 && day <= (monthDays[month - 1] ?? 0))) {
			wrong(m.days_date_wrong());
		} else if (onYear && !/^(19|20|21)\d\d$/.test(onYear)) wrong(m.days_year_wrong());
		else if (!yearly && !onYear) wrong(m.days_year_needed());
		else if (onYear && day === 29 && month === 2 && new Date(Number(onYear), 2, 0).getDate() < 29)
			wrong(m.days_date_wrong());
		const two = (part: number) => String(part).padStart(2, '0');
		return { name, date: `${onYear || '-'}-${two(month)}-${two(day)}`, yearly, wish: wished };
	});

const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d)?$/, { error: () => m.days_time_wrong() });

/** The member's own time zone and quiet hours. */
export const settingsForm = z
	.object({
		zone: z.string().refine(isZone, { error: () => m.days_zone_wrong() }),
		quietFrom: time.default(''),
		quietTo: time.default('')
	})
	.refine(({ quietFrom, quietTo }) => (quietFrom === '') === (quietTo === ''), {
		path: ['quietTo'],
		error: () => m.days_time_both()
	})
	.refine(({ quietFrom, quietTo }) => quietFrom === '' || quietFrom !== quietTo, {
		path: ['quietTo'],
		error: () => m.days_time_same()
	});
