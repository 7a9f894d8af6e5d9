import { m } from '#lib/paraglide/messages.js';

/** What the first days may bring: the host's own words, or these, which advise nothing but whom to call. */
export const firstDays = [
	{ topic: 'milk', title: m.help_milk_title, words: m.help_milk },
	{ topic: 'bleeding', title: m.help_bleeding_title, words: m.help_bleeding },
	{ topic: 'fever', title: m.help_fever_title, words: m.help_fever },
	{ topic: 'headache', title: m.help_headache_title, words: m.help_headache },
	{ topic: 'leaving', title: m.help_leaving_title, words: m.help_leaving },
	{ topic: 'telling', title: m.help_telling_title, words: m.help_telling }
] as const;

export type Topic = (typeof firstDays)[number]['topic'];
