import { redirect } from '@sveltejs/kit';
import { sayLivedFacts } from '#lib/lived/actions.server.ts';
import { livedIn, termsIn } from '#lib/lived/queries.server.ts';
import { othersWith } from '#lib/meeting/queries.server.ts';
import { livedForm, livedTyped } from '#lib/lived/schema.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => {
		const said = await livedIn(tx, box);
		const { word, weeks, when, ...rest } = said;
		return {
			...{ viewer, box, known: { word, weeks, when }, typed: livedTyped(rest) },
			terms: await termsIn(tx, said),
			others: await othersWith(tx, said)
		};
	});

export const actions: Actions = {
	default: (event) =>
		answerForm(event.request, async (typed) => {
			await asKeeper(event, async (tx, viewer, box) => {
				const terms = await termsIn(tx, await livedIn(tx, box));
				await sayLivedFacts(tx, viewer, box, parseTyped(livedForm(terms), typed));
			});
			redirect(303, `/box/${event.params.box}`);
		})
};
