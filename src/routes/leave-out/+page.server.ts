import { redirect } from '@sveltejs/kit';
import { leaveOut } from '#lib/meeting/actions.server.ts';
import { leftOut, subjectsTyped } from '#lib/meeting/queries.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { typedIn } from '#lib/server/web/forms.ts';
import { leaveOutHere, leavesOutOf } from '#lib/server/web/leavesOut.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, cookies, url }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => ({
		viewer,
		chosen: viewer ? await leftOut(tx) : leavesOutOf(cookies),
		kept: url.searchParams.has('kept')
	}));

export const actions: Actions = {
	default: async ({ locals, request, cookies, url }) => {
		const chosen = subjectsTyped(typedIn(await request.formData()));
		await asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
			if (viewer) await leaveOut(tx, viewer, chosen);
			else leaveOutHere(cookies, chosen, url.protocol === 'https:');
		});
		redirect(303, '/leave-out?kept');
	}
};
