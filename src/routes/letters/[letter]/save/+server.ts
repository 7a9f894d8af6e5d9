import { keepDraft } from '#lib/letters/actions.server.ts';
import { draftForm } from '#lib/letters/schema.ts';
import { answerSave } from '#lib/server/web/drafts.ts';
import type { RequestHandler } from './$types';

/** Keeps what is being typed in answer to a letter (`?answers=`), for a page with scripts. */
export const POST: RequestHandler = (event) =>
	answerSave(event, draftForm, (typed) => {
		const answers = event.url.searchParams.get('answers') ?? '';
		return keepDraft(event.locals, { root: event.params.letter, answers }, typed);
	});
