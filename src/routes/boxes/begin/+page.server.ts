import { redirect } from '@sveltejs/kit';
import { beginBox } from '#lib/boxes/about.server.ts';
import { aboutForm } from '#lib/boxes/aboutForm.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
	viewer: await asViewer(locals.lamplight.pools.web, locals.session, async (_tx, me) => me)
});

export const actions: Actions = {
	default: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			const box = await asViewer(locals.lamplight.pools.web, locals.session, (tx, viewer) => {
				if (!viewer) redirect(303, '/sign-in?next=/boxes/begin');
				return beginBox(tx, parseTyped(aboutForm, typed));
			});
			redirect(303, `/box/${box}`);
		})
};
