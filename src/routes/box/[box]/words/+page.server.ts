import { redirect } from '@sveltejs/kit';
import { boxFace } from '#lib/boxes/boxFace.server.ts';
import { putInWords } from '#lib/keepsakes/actions.server.ts';
import { wordsPutIn } from '#lib/keepsakes/schema.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => ({ viewer, box: await boxFace(tx, viewer, box) }));

export const actions: Actions = {
	default: (event) =>
		answerForm(event.request, async (typed) => {
			const said = parseTyped(wordsPutIn, typed);
			const id = await asKeeper(event, (tx, viewer, box) => putInWords(tx, viewer, box, said));
			redirect(303, `/box/${event.params.box}#k-${id}`);
		})
};
