import { json } from '@sveltejs/kit';
import { NotRight } from '#lib/server/failures.ts';
import { parseTyped, typedIn } from '#lib/server/web/forms.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { saveDraft } from '#lib/stories/actions.server.ts';
import { draftForm } from '#lib/stories/schema.ts';
import type { RequestHandler } from './$types';

/** Keeps what is being typed, for a page with scripts: `Saved`, or 422 with a sentence a field. */
export const POST: RequestHandler = async (event) => {
	try {
		const typed = parseTyped(draftForm, typedIn(await event.request.formData()));
		const story = uuidOrMissing(event.params.story);
		return json(
			await asKeeper(event, (tx, viewer, box) => saveDraft(tx, viewer, { box, story }, typed))
		);
	} catch (error) {
		if (error instanceof NotRight) return json({ wrong: error.fields }, { status: 422 });
		throw error;
	}
};
