import { redirect } from '@sveltejs/kit';
import { aboutBox, changeAbout } from '#lib/boxes/about.server.ts';
import { fieldsOf } from '#lib/boxes/aboutFields.ts';
import { aboutForm } from '#lib/boxes/aboutForm.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => ({
		viewer,
		box,
		fields: fieldsOf(await aboutBox(tx, box))
	}));

export const actions: Actions = {
	default: (event) =>
		answerForm(event.request, async (typed) => {
			await asKeeper(event, (tx, _viewer, box) =>
				changeAbout(tx, box, parseTyped(aboutForm, typed))
			);
			redirect(303, `/box/${event.params.box}`);
		})
};
