import { redirect } from '@sveltejs/kit';
import { endWelcome } from '#lib/hosting/actions.server.ts';
import { peers } from '#lib/hosting/queries.server.ts';
import { memberForm } from '#lib/hosting/schema.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import {
	asWatcher,
	invitePeer,
	setRequestAside,
	welcomePeer
} from '#lib/watching/actions.server.ts';
import { peersBy } from '#lib/watching/queries.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asWatcher(locals, async (tx, viewer) => ({
		viewer,
		...(await peers(tx)),
		way: await peersBy(tx)
	}));

export const actions: Actions = {
	welcome: about(welcomePeer),
	notNow: about(setRequestAside),
	end: about((tx, member, viewer) => endWelcome(tx, viewer, member)),
	invite: async ({ locals }) => ({
		link: await asWatcher(locals, (tx) => invitePeer(tx, locals.lamplight.settings.origin))
	})
};

function about(verb: (tx: Tx, member: string, viewer: SignedIn) => Promise<void>) {
	return ({ locals, request }: RequestEvent) =>
		answerForm(request, async (typed) => {
			const { member } = parseTyped(memberForm, typed);
			await asWatcher(locals, (tx, viewer) => verb(tx, member, viewer));
			redirect(303, '/watch/people');
		});
}
