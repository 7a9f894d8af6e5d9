import { keepDraft } from '#lib/letters/actions.server.ts';
import { draftForm } from '#lib/letters/schema.ts';
import { answerSave } from '#lib/server/web/drafts.ts';
import type { RequestHandler } from './$types';

/** Keeps what is being typed, for a page with scripts. */
export const POST: RequestHandler = (event) =>
	answerSave(event, draftForm, (typed) => keepDraft(event.locals, event.params, typed));
