import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { isZone } from '#lib/rules/days.ts';
import type { Channel } from '#lib/rules/helpLines.ts';
import { firstDays } from './firstDays.ts';
import { readHours } from './hoursText.ts';

const text = (most: number) => z.string().trim().max(most, { error: m.help_long }).default('');
const needed = (most: number) => text(most).refine((said) => said !== '', { error: m.help_needed });
const number = text(30).refine((said) => said === '' || /^[+\d][\d ()/-]{1,28}$/.test(said), {
	error: m.help_number_wrong
});
const address = text(500).refine((said) => said === '' || isWebAddress(said), {
	error: m.help_address_wrong
});

function isWebAddress(said: string): boolean {
	return URL.canParse(said) && ['http:', 'https:'].includes(new URL(said).protocol);
}

/** A help line as a host types it. */
export const lineForm = z
	.object({
		/** Empty: a new one. */
		id: z.string().regex(/^[a-z0-9-]{0,60}$/),
		name: needed(100),
		country: z
			.string()
			.trim()
			.toUpperCase()
			.regex(/^[A-Z]{2}$/, { error: m.help_country_wrong }),
		for: needed(300),
		telephone: number,
		text: number,
		chat: address,
		hours: z
			.string()
			.default('')
			.transform((said, context) => {
				const hours = readHours(said);
				if (hours === undefined) {
					context.addIssue({ code: 'custom', message: m.help_hours_wrong() });
					return null;
				}
				return hours;
			}),
		zone: z.string().trim().refine(isZone, { error: m.help_zone_wrong }),
		source: address.refine((said) => said !== '', { error: m.help_source_needed }),
		read: needed(500),
		crisis: z
			.string()
			.optional()
			.transform((said) => said !== undefined)
	})
	.refine((line) => line.telephone || line.text || line.chat, {
		path: ['telephone'],
		error: m.help_channel_needed
	})
	.transform(({ telephone, text: sms, chat, ...line }) => ({
		...line,
		channels: [
			...(telephone ? [{ by: 'telephone', number: telephone } as const] : []),
			...(sms ? [{ by: 'text', number: sms } as const] : []),
			...(chat ? [{ by: 'chat', address: chat } as const] : [])
		] satisfies Channel[]
	}));

export type TypedLine = z.output<typeof lineForm>;

export const lineIdForm = z.object({ id: z.string().regex(/^[a-z0-9-]{1,60}$/) });

/** The country, the maternity unit and the host's own words for the first days. */
export const nearForm = z.object({
	country: z
		.string()
		.default('')
		.transform((code) => (/^[A-Z]{2}$/.test(code) ? code : '')),
	maternityName: text(80),
	maternityNumber: number,
	...(Object.fromEntries(firstDays.map(({ topic }) => [topic, text(2000)])) as Record<
		(typeof firstDays)[number]['topic'],
		ReturnType<typeof text>
	>)
});
