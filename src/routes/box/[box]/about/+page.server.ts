import { redirect } from '@sveltejs/kit';
import { aboutBox, changeAbout } from '#lib/boxes/about.server.ts';
import { fieldsOf } from '#lib/boxes/aboutFields.ts';
import { aboutForm } from '#lib/boxes/aboutForm.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => ({
		viewer,
		box: params.box,
		fields: fieldsOf(await aboutBox(tx, uuidOrMissing(params.box)))
	}));

export const actions: Actions = {
	default: ({ locals, params, request }) =>
		answerForm(request, async (typed) => {
			await asViewer(locals.lamplight.pools.web, locals.session, async (tx) => {
				await aboutBox(tx, uuidOrMissing(params.box));
				await changeAbout(tx, params.box, parseTyped(aboutForm, typed));
			});
			redirect(303, `/box/${params.box}`);
		})
};
