import { z } from 'zod';
import { isZone } from '#lib/rules/days.ts';
import { m } from '#lib/paraglide/messages.js';

export const nameForm = z.object({
	siteName: z
		.string()
		.trim()
		.max(60, { error: () => m.hosting_site_name_long() })
		.default(''),
	timeZone: z
		.string()
		.refine(isZone, { error: () => m.setup_zone_wrong() })
		.default('UTC')
});

/** By what a connection to the mail server is kept private. */
export const securities = ['tls', 'starttls', 'none'] as const;
export type Security = (typeof securities)[number];

export const mailForm = z.object({
	server: z
		.string()
		.trim()
		.toLowerCase()
		.regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, { error: () => m.setup_mail_server_wrong() }),
	security: z.enum(securities, { error: () => m.setup_mail_security_wrong() }),
	port: z
		.string()
		.trim()
		.regex(/^\d{1,5}$/, { error: () => m.setup_mail_port_wrong() })
		.transform(Number)
		.refine((port) => port >= 1 && port <= 65535, { error: () => m.setup_mail_port_wrong() }),
	user: z.string().trim().max(254).default(''),
	/** Empty: the one that is kept, where server and user are the same. */
	password: z.string().max(1000).default(''),
	sender: z
		.string()
		.trim()
		.max(254)
		.pipe(z.email({ error: () => m.setup_mail_sender_wrong() }))
});
export type MailForm = z.output<typeof mailForm>;

export const tryForm = z.object({
	address: z
		.string()
		.trim()
		.max(254)
		.pipe(z.email({ error: () => m.setup_try_address_wrong() }))
});

/** How long each of the host's own words may be, in letters. */
export const wordLimits = { frontTitle: 120, frontLead: 600, about: 2000, welcome: 2000 } as const;
export type HostWords = { [Place in keyof typeof wordLimits]: string };

const words = (place: keyof HostWords) =>
	z
		.string()
		.trim()
		.max(wordLimits[place], { error: () => m.setup_words_long({ most: wordLimits[place] }) })
		.default('');
export const wordsForm = z.object({
	frontTitle: words('frontTitle'),
	frontLead: words('frontLead'),
	about: words('about'),
	welcome: words('welcome')
});
