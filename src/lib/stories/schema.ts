import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';

/** The longest a story may be, in characters; as the tables have it. */
export const longest = { title: 300, body: 400_000 };

/** As a browser sends it, made the same whoever sends it: `\n` alone, and no zero characters. */
const text = z
	.string()
	.default('')
	.transform((value) => value.replace(/\r\n?/g, '\n').replaceAll('\0', ''));

/**
 * One save of a draft. `revision`: the one it started from. `page` and `step`: which open page sends
 * it, and how many changes that page has counted; without scripts there is no page. `copy`: the copy
 * that this page's changes go to since they met another's.
 */
export const draftForm = z.object({
	title: text
		.transform((value) => value.replace(/\s+/g, ' ').trim())
		.refine((value) => value.length <= longest.title, { error: () => m.story_title_long() }),
	body: text.refine((value) => value.length <= longest.body, { error: () => m.story_body_long() }),
	revision: z.coerce.number().int().nonnegative().catch(-1),
	page: z
		.string()
		.regex(/^[\w-]{0,64}$/)
		.catch(''),
	step: z.coerce.number().int().nonnegative().catch(0),
	copy: z.uuid().nullable().catch(null)
});
export type DraftTyped = z.output<typeof draftForm>;

/** A keepsake to be put at the end of what was typed. */
export const addForm = draftForm.extend({ add: z.uuid() });
export const copyForm = z.object({ copy: z.uuid().catch('') });
