import { redirect } from '@sveltejs/kit';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { appealMatter } from '#lib/watching/actions.server.ts';
import { decisionsOn, moderatorHours } from '#lib/watching/queries.server.ts';
import { appealForm } from '#lib/watching/schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
		if (!viewer?.boxes.some(({ id }) => id === params.box)) throw new NotFound();
		const decisions = await decisionsOn(tx, params.story);
		return { viewer, decisions, hours: await moderatorHours(tx) };
	});

export const actions: Actions = {
	appeal: ({ locals, params, request }) =>
		answerForm(request, async (typed) => {
			const { words } = parseTyped(appealForm, typed);
			await appealMatter(locals, typed['matter'] ?? '', words);
			redirect(303, `/box/${params.box}/story/${params.story}/decision`);
		})
};
