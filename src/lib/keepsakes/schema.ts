import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';

/** What is said of a photograph. Each may be empty. */
export const aboutKeepsake = z.object({
	caption: z.string().trim().max(1000, m.keepsakes_wrong_long()),
	alt: z.string().trim().max(1000, m.keepsakes_wrong_long()),
	cover_words: z.string().trim().max(300, m.keepsakes_wrong_cover_long()),
	said: z.string().trim().max(20_000, m.films_wrong_said_long()).optional()
});

const words = z
	.string()
	.trim()
	.min(1, m.keepsakes_wrong_no_words())
	.max(200_000, m.keepsakes_wrong_words_long());

export const wordsPutIn = z.object({ words, scope: z.enum(['mine', 'box']).catch('mine') });
export const wordsChanged = z.object({ words });
