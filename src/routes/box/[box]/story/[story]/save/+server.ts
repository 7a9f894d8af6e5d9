import { answerSave } from '#lib/server/web/drafts.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { saveDraft } from '#lib/stories/actions.server.ts';
import { draftForm } from '#lib/stories/schema.ts';
import type { RequestHandler } from './$types';

/** Keeps what is being typed, for a page with scripts. */
export const POST: RequestHandler = (event) =>
	answerSave(event, draftForm, (typed) => {
		const story = uuidOrMissing(event.params.story);
		return asKeeper(event, (tx, viewer, box) => saveDraft(tx, viewer, { box, story }, typed));
	});
