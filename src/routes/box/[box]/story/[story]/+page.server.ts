import { redirect } from '@sveltejs/kit';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { isShared } from '#lib/sharing/queries.server.ts';
import * as stories from '#lib/stories/actions.server.ts';
import { draftFor } from '#lib/stories/queries.server.ts';
import { addForm, copyForm, draftForm } from '#lib/stories/schema.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const missing = '00000000-0000-0000-0000-000000000000';

export const load: PageServerLoad = async (event) => {
	const after = event.url.searchParams.get('photographs');
	return asKeeper(event, async (tx, viewer, box) => {
		const story = uuidOrMissing(event.params.story);
		const now = event.locals.lamplight.now();
		const from = after === null ? null : uuidOrMissing(after);
		return {
			viewer,
			writing: await draftFor(tx, viewer, { box, story }, from, now),
			shared: await isShared(tx, box, story, now)
		};
	});
};

export const actions: Actions = {
	save: (event) =>
		writing(event, async (tx, viewer, place, typed) => {
			await stories.saveDraft(tx, viewer, place, parseTyped(draftForm, typed));
			return typed.photographs ? `?photographs=${typed.photographs}#photographs` : '';
		}),
	add: (event) =>
		writing(event, async (tx, viewer, place, typed) => {
			await stories.addKeepsake(tx, viewer, place, parseTyped(addForm, typed));
			return '#photographs';
		}),
	take: (event) =>
		writing(event, async (tx, viewer, place, typed) => {
			await stories.takeCopy(tx, viewer, place, parseTyped(copyForm, typed).copy || missing);
			return '';
		}),
	putAway: (event) =>
		writing(event, async (tx, viewer, place, typed) => {
			await stories.putAwayCopy(tx, viewer, place, parseTyped(copyForm, typed).copy || missing);
			return '';
		}),
	letGo: (event) =>
		writing(event, async (tx, viewer, place) => {
			await stories.letGoStory(tx, viewer, place);
			return '';
		}),
	takeBack: (event) =>
		writing(event, async (tx, viewer, place) => {
			await stories.takeStoryBack(tx, viewer, place);
			return '';
		})
};

type Work = (
	tx: Tx,
	viewer: SignedIn,
	place: stories.Place,
	typed: Record<string, string>
) => Promise<string>;

/** Runs what a form asks for as the story's writer, and goes back to the page where `work` says. */
function writing(event: RequestEvent, work: Work) {
	return answerForm(event.request, async (typed) => {
		const story = uuidOrMissing(event.params.story);
		const where = await asKeeper(event, (tx, viewer, box) =>
			work(tx, viewer, { box, story }, typed)
		);
		redirect(303, `/box/${event.params.box}/story/${story}${where}`);
	});
}
