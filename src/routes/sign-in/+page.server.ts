import { nextPage } from '#lib/accounts/nextPage.ts';
import { signInForm } from '#lib/accounts/schema.ts';
import { askForLink } from '#lib/accounts/signIn.server.ts';
import { sessionDays } from '#lib/server/auth/auth.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const viewer = await asViewer(locals.lamplight.pools.web, locals.session, async (_tx, me) => me);
	const next = nextPage(url.searchParams.get('next'));
	return { viewer, next, sessionDays, passkeys: url.origin === locals.lamplight.settings.origin };
};

export const actions: Actions = {
	default: ({ locals, request, getClientAddress }) =>
		answerForm(request, async (typed) => {
			const wish = parseTyped(signInForm, typed);
			await askForLink(locals.lamplight, wish, getClientAddress());
			return { sentTo: wish.email };
		})
};
