import { fail, redirect } from '@sveltejs/kit';
import { lookAtInvitation, pageAfter, takeUpInvitation } from '#lib/accounts/invitations.server.ts';
import { forwardCookies } from '#lib/server/auth/cookies.ts';
import { answerForm } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** Uses up nothing: mail scanners open links. */
export const load: PageServerLoad = ({ locals, params }) =>
	lookAtInvitation(locals.lamplight, locals.session, params.token);

export const actions: Actions = {
	default: ({ locals, params, request, cookies, getClientAddress }) =>
		answerForm(request, async (typed) => {
			const answer = await takeUpInvitation(
				locals.lamplight,
				{ session: locals.session, token: params.token, clientAddress: getClientAddress() },
				typed
			);
			if (answer.kind === 'gone') return fail(410, { gone: true });
			if (answer.kind === 'mailed') return { mailed: answer.email };
			forwardCookies(answer.cookies, cookies);
			redirect(303, pageAfter(answer));
		})
};
