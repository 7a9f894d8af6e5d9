import { redirect } from '@sveltejs/kit';
import { askForDigest, stopOwnDigest } from '#lib/digests/actions.server.ts';
import { digestOf } from '#lib/digests/queries.server.ts';
import { digestForm } from '#lib/digests/schema.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asMe(locals, async (tx, viewer) => ({ viewer, digest: await digestOf(tx, viewer) }));

export const actions: Actions = {
	ask: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			await asMe(locals, (tx, me) => askForDigest(tx, me, parseTyped(digestForm, typed).every));
			redirect(303, '/you/letter-home');
		}),
	stop: async ({ locals }) => {
		await asMe(locals, stopOwnDigest);
		redirect(303, '/you/letter-home');
	}
};

function asMe<T>(locals: App.Locals, work: (tx: Tx, viewer: SignedIn) => Promise<T>): Promise<T> {
	return asViewer(locals.lamplight.pools.web, locals.session, (tx, viewer) => {
		if (!viewer) redirect(303, '/sign-in?next=/you/letter-home');
		return work(tx, viewer);
	});
}
