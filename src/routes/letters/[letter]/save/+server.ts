import { keepDraft } from '#lib/letters/actions.server.ts';
import { draftForm } from '#lib/letters/schema.ts';
import { answerSave } from '#lib/server/web/drafts.ts';
import type { RequestHandler } from './$types';

/** Keeps what is being typed in answer to a letter (`?answers=`), for a page with scripts. */
export const POST: RequestHandler = ({ locals, params, request, url }) =>
	answerSave(request, draftForm, (typed) => {
		const answers = url.searchParams.get('answers') ?? '';
		return keepDraft(locals, { root: params.letter, answers }, typed);
	});
