import { redirect } from '@sveltejs/kit';
import { asViewer } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { reportStory } from '#lib/watching/actions.server.ts';
import { moderatorHours } from '#lib/watching/queries.server.ts';
import { reportForm } from '#lib/watching/schema.ts';
import type { Actions, PageServerLoad } from './$types';

const said = ['reported', 'danger'] as const;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const told = said.find((each) => each === url.searchParams.get('said'));
	const hours = await moderatorHours(locals.lamplight.pools.web);
	// What was reported may be out of sight by now: the answer stands all the same.
	if (told) {
		const { web } = locals.lamplight.pools;
		const viewer = await asViewer(web, locals.session, async (_tx, me) => me);
		return { viewer, hours, told, title: null };
	}
	const { viewer, reading } = await readStory(locals, params.story);
	return { viewer, hours, told: null, title: reading.title };
};

export const actions: Actions = {
	default: ({ locals, params, request, getClientAddress }) =>
		answerForm(request, async (typed) => {
			const report = parseTyped(reportForm, typed);
			const said = await reportStory(locals, params.story, report, getClientAddress());
			redirect(303, `/report/${params.story}?said=${said}`);
		})
};
