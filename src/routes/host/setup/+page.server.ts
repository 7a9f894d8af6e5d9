import { redirect } from '@sveltejs/kit';
import { keepMailServer, keepName, keepWords, sendTry } from '#lib/hosting/actions.server.ts';
import { setupPage } from '#lib/hosting/queries.server.ts';
import { mailForm, nameForm, tryForm, wordsForm } from '#lib/hosting/setup/schema.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, (tx, viewer) =>
		setupPage(tx, viewer, locals.lamplight.settings)
	);

type Typed = Record<string, string>;
type Work = (tx: Tx, viewer: SignedIn | null, typed: Typed, event: RequestEvent) => Promise<void>;

/** A form of this page: kept, and back to its own part of it. */
function part(name: string, work: Work) {
	return (event: RequestEvent) =>
		answerForm(event.request, async (typed) => {
			const { lamplight, session } = event.locals;
			await asViewer(lamplight.pools.web, session, (tx, viewer) => work(tx, viewer, typed, event));
			await lamplight.siteName.refresh();
			redirect(303, `/host/setup?kept=${name}#${name}`);
		});
}

export const actions: Actions = {
	name: part('name', (tx, viewer, typed) => keepName(tx, viewer, parseTyped(nameForm, typed))),
	words: part('words', (tx, viewer, typed) => keepWords(tx, viewer, parseTyped(wordsForm, typed))),
	mail: part('letters', (tx, viewer, typed, { locals }) =>
		keepMailServer(tx, viewer, locals.lamplight, parseTyped(mailForm, typed))
	),
	try: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			const { address } = parseTyped(tryForm, typed);
			await sendTry(locals.lamplight, locals.session, address);
			redirect(303, '/host/setup#letters');
		})
};
