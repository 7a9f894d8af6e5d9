import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { draftFields, text } from '#lib/server/web/drafts.ts';

/** The longest a story may be, in characters; as the tables have it. */
export const longest = { title: 300, body: 400_000 };

/** One save of a draft. */
export const draftForm = z.object({
	title: text
		.transform((value) => value.replace(/\s+/g, ' ').trim())
		.refine((value) => value.length <= longest.title, { error: () => m.story_title_long() }),
	body: text.refine((value) => value.length <= longest.body, { error: () => m.story_body_long() }),
	...draftFields
});
export type DraftTyped = z.output<typeof draftForm>;

/** A keepsake to be put at the end of what was typed. */
export const addForm = draftForm.extend({ add: z.uuid() });
export const copyForm = z.object({ copy: z.uuid().catch('') });
