import { redirect } from '@sveltejs/kit';
import { askToBeWelcomed, goByName, removePasskey } from '#lib/accounts/actions.server.ts';
import { nextPage } from '#lib/accounts/nextPage.ts';
import { ownPage, ownPasskeys } from '#lib/accounts/queries.server.ts';
import { nameForm, passkeyForm, peerForm } from '#lib/accounts/schema.ts';
import { closingTakenBack } from '#lib/ending/queries.server.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { appealSuspension } from '#lib/watching/actions.server.ts';
import { moderatorHours, ownStanding } from '#lib/watching/queries.server.ts';
import { appealForm } from '#lib/watching/schema.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const { lamplight, session } = locals;
	const next = nextPage(url.searchParams.get('next'));
	const [viewer, own] = await asMe(locals, async (tx, me) => {
		const closing = await closingTakenBack(tx, me, lamplight.now());
		return [
			me,
			{
				...(await ownPage(tx, me)),
				closingTakenBack: closing !== null,
				standing: await ownStanding(tx),
				hours: await moderatorHours(tx)
			}
		] as const;
	});
	return {
		viewer,
		next,
		...own,
		...(await ownPasskeys(lamplight, viewer, session)),
		passkeysHere: url.origin === lamplight.settings.origin
	};
};

export const actions: Actions = {
	name: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			const { name, next } = parseTyped(nameForm, typed);
			await asMe(locals, (tx, me) => goByName(tx, me, name));
			redirect(303, next ?? '/you?kept');
		}),
	peer: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			const { words } = parseTyped(peerForm, typed);
			await asMe(locals, (tx, me) => askToBeWelcomed(tx, me, words));
			redirect(303, '/you#peers');
		}),
	appeal: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			const { words } = parseTyped(appealForm, typed);
			await asMe(locals, (tx, me) => appealSuspension(tx, me, words));
			redirect(303, '/you#standing');
		}),
	removePasskey: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			const { passkey } = parseTyped(passkeyForm, typed);
			await asMe(locals, (_tx, me) => removePasskey(locals.lamplight, me, passkey));
			redirect(303, '/you#passkeys');
		})
};

/** As whoever is signed in; nobody is asked to sign in, and comes back here. */
function asMe<T>(locals: App.Locals, work: (tx: Tx, viewer: SignedIn) => Promise<T>): Promise<T> {
	return asViewer(locals.lamplight.pools.web, locals.session, (tx, viewer) => {
		if (!viewer) redirect(303, '/sign-in?next=/you');
		return work(tx, viewer);
	});
}
