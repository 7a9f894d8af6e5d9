import { redirect } from '@sveltejs/kit';
import { memberForm } from '#lib/hosting/schema.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import {
	asWatcher,
	invitePeer,
	setRequestAside,
	welcomePeer
} from '#lib/watching/actions.server.ts';
import { peersAsking, peersBy } from '#lib/watching/queries.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asWatcher(locals, async (tx, viewer) => ({
		viewer,
		asking: await peersAsking(tx),
		way: await peersBy(tx)
	}));

export const actions: Actions = {
	welcome: about(welcomePeer),
	notNow: about(setRequestAside),
	invite: async ({ locals }) => ({
		link: await asWatcher(locals, (tx) => invitePeer(tx, locals.lamplight.settings.origin))
	})
};

function about(verb: (tx: Tx, member: string) => Promise<void>) {
	return ({ locals, request }: RequestEvent) =>
		answerForm(request, async (typed) => {
			const { member } = parseTyped(memberForm, typed);
			await asWatcher(locals, (tx) => verb(tx, member));
			redirect(303, '/watch/people');
		});
}
