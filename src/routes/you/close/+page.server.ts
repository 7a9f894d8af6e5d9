import { redirect } from '@sveltejs/kit';
import { signOut } from '#lib/accounts/signIn.server.ts';
import { closeAccount } from '#lib/ending/actions.server.ts';
import { atClosing } from '#lib/ending/queries.server.ts';
import { forwardCookies } from '#lib/server/auth/cookies.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { endVisit } from '#lib/server/web/visit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
		if (!viewer) redirect(303, '/sign-in?next=/you/close');
		return { viewer, ...(await atClosing(locals.lamplight, tx, viewer, locals.session)) };
	});

export const actions: Actions = {
	default: async ({ locals, cookies, request }) => {
		const until = await closeAccount(locals.lamplight, locals.session);
		forwardCookies(await signOut(locals.lamplight, request.headers), cookies);
		endVisit(cookies);
		redirect(303, `/closed?until=${until.toISOString().slice(0, 10)}`);
	}
};
