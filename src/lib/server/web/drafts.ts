import { json, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { NotFound, NotRight } from '../failures.ts';
import { parseTyped, typedIn } from './forms.ts';
import { isSignedIn } from './isSignedIn.ts';

/** Text as a browser sends it, made the same whoever sends it: `\n` alone, and no zero characters. */
export const text = z
	.string()
	.default('')
	.transform((value) => value.replace(/\r\n?/g, '\n').replaceAll('\0', ''));

/**
 * What goes with one save of a draft. `revision`: the one it started from. `page` and `step`: which open
 * page sends it, and how many changes that page has counted; without scripts there is no page. `copy`:
 * the copy that this page's changes go to since they met another's.
 */
export const draftFields = {
	revision: z.coerce.number().int().nonnegative().catch(-1),
	page: z
		.string()
		.regex(/^[\w-]{0,64}$/)
		.catch(''),
	step: z.coerce.number().int().nonnegative().catch(0),
	copy: z.uuid().nullable().catch(null)
};

/** How a draft was saved last. */
type SavedLast = { revision: number; page: string; step: number };

/** The draft's revision now; `copy`: what was sent is kept beside it, under this id. */
export type Saved = { revision: number; copy: string | null };

/**
 * Where what a page sends is kept. In the draft, where nobody else has changed it since; `beside` it
 * where somebody has, so that both are kept; and `nowhere` where it is an older state of the same page.
 */
export function whereToKeep(draft: SavedLast, sent: SavedLast): 'nowhere' | 'draft' | 'beside' {
	const samePage = sent.page !== '' && sent.page === draft.page;
	if (samePage && sent.step < draft.step) return 'nowhere';
	return samePage || sent.revision === draft.revision ? 'draft' : 'beside';
}

/**
 * Answers a page that saves by itself: with `Saved`, or with 422 and a sentence a field. 401 where its
 * writer is signed out, so that 404 says to those who are not that nothing is written there any more.
 */
export async function answerSave<S extends z.ZodType>(
	event: Pick<RequestEvent, 'locals' | 'request'>,
	schema: S,
	save: (typed: z.output<S>) => Promise<Saved>
): Promise<Response> {
	try {
		return json(await save(parseTyped(schema, typedIn(await event.request.formData()))));
	} catch (error) {
		if (error instanceof NotRight) return json({ wrong: error.fields }, { status: 422 });
		if (error instanceof NotFound && !(await isSignedIn(event))) return json(null, { status: 401 });
		throw error;
	}
}
