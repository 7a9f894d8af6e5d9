import { redirect } from '@sveltejs/kit';
import { keepDraft, sendLetter, takeCopy, throwDraftAway } from '#lib/letters/actions.server.ts';
import { writingTo } from '#lib/letters/queries.server.ts';
import { draftForm, letterForm } from '#lib/letters/schema.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { moderatorHours } from '#lib/watching/queries.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped, typedIn } from '#lib/server/web/forms.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	if (locals.session === null) redirect(303, `/sign-in?next=${url.pathname}`);
	const { viewer, reading } = await readStory({ ...locals, told: null }, params.story);
	if (!viewer) redirect(303, `/sign-in?next=${url.pathname}`);
	const { pools, now } = locals.lamplight;
	unlessStopped(viewer, now());
	const writing = await asViewer(pools.web, locals.session, (tx) =>
		writingTo(tx, viewer, params.story, now())
	);
	const hours = await moderatorHours(pools.web);
	const kept = url.searchParams.has('kept');
	return { viewer, title: reading.title, kept, hours, ...writing };
};

export const actions: Actions = {
	send: ({ locals, params, request }) =>
		answerForm(request, async (typed) => {
			const letter = parseTyped(letterForm, typed);
			const about = Object.keys(typed).flatMap((name) => name.split('subject:')[1] ?? []);
			const id = await sendLetter(locals, params, letter, about);
			redirect(303, `/letters/${id}?said=sent#said`);
		}),
	keep: ({ locals, params, request }) =>
		answerForm(request, async (typed) => {
			await keepDraft(locals, params, parseTyped(draftForm, typed));
			redirect(303, `/story/${params.story}/letter?kept`);
		}),
	throwAway: async ({ locals, params }) => {
		await throwDraftAway(locals, params);
		redirect(303, `/story/${params.story}`);
	},
	take: async ({ locals, params, request }) => {
		const { copy = '' } = typedIn(await request.formData());
		await takeCopy(locals, params, copy);
		redirect(303, `/story/${params.story}/letter`);
	},
	putAway: async ({ locals, params, request }) => {
		const { copy = '' } = typedIn(await request.formData());
		await throwDraftAway(locals, params, copy);
		redirect(303, `/story/${params.story}/letter`);
	}
};
