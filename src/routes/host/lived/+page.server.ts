import { redirect } from '@sveltejs/kit';
import { keepTerms, mustBeHost } from '#lib/hosting/actions.server.ts';
import { termsForm } from '#lib/hosting/terms/schema.ts';
import { hostTerms } from '#lib/lived/queries.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
		mustBeHost(viewer);
		return { viewer, terms: await hostTerms(tx) };
	});

export const actions: Actions = {
	default: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			await asViewer(locals.lamplight.pools.web, locals.session, (tx, viewer) =>
				keepTerms(tx, viewer, parseTyped(termsForm, typed))
			);
			redirect(303, '/host/lived?kept');
		})
};
