import { redirect } from '@sveltejs/kit';
import { sayLivedFacts } from '#lib/lived/actions.server.ts';
import { livedIn } from '#lib/lived/queries.server.ts';
import { livedForm, livedTyped } from '#lib/lived/schema.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => {
		const { word, weeks, when, ...rest } = await livedIn(tx, box);
		return { viewer, box, known: { word, weeks, when }, typed: livedTyped(rest) };
	});

export const actions: Actions = {
	default: (event) =>
		answerForm(event.request, async (typed) => {
			await asKeeper(event, (tx, viewer, box) =>
				sayLivedFacts(tx, viewer, box, parseTyped(livedForm, typed))
			);
			redirect(303, `/box/${event.params.box}`);
		})
};
