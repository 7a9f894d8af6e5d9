import { fail, redirect } from '@sveltejs/kit';
import { enterByDeposit } from '#lib/accounts/deposits.server.ts';
import { nextPage } from '#lib/accounts/nextPage.ts';
import { enterForm } from '#lib/accounts/schema.ts';
import { enterByLink, justEntered, startingPage } from '#lib/accounts/signIn.server.ts';
import { forwardCookies } from '#lib/server/auth/cookies.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { parseTyped, typedIn } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** Uses up nothing: mail scanners open links. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const viewer = await asViewer(locals.lamplight.pools.web, locals.session, async (_tx, me) => me);
	const asked = (name: string) => url.searchParams.get(name) ?? '';
	const next = nextPage(asked('next'));
	return { viewer, token: asked('token'), deposit: asked('deposit'), next };
};

export const actions: Actions = {
	default: async ({ locals, request, cookies, getClientAddress }) => {
		const { lamplight, session } = locals;
		const { token, deposit, next } = parseTyped(enterForm, typedIn(await request.formData()));
		if (deposit) {
			const answer = await enterByDeposit(lamplight, session, deposit, getClientAddress());
			if (answer.kind === 'gone') return fail(410, { gone: true });
			if (answer.kind === 'mailed') return { mailed: answer.email };
			if (answer.entered) forwardCookies(answer.entered.cookies, cookies);
			redirect(303, answer.entered ? startingPage(answer.entered.viewer, '/boxes') : '/boxes');
		}
		const entered = token ? await enterByLink(lamplight, token) : null;
		if (!entered) {
			// The button was pressed twice: whoever has just come in goes on.
			const viewer = await justEntered(lamplight, session);
			if (viewer) redirect(303, startingPage(viewer, next));
			return fail(410, { gone: true });
		}
		forwardCookies(entered.cookies, cookies);
		redirect(303, startingPage(entered.viewer, next));
	}
};
