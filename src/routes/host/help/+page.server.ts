import { redirect } from '@sveltejs/kit';
import { checkLine, keepLine, keepNear, removeLine } from '#lib/help/actions.server.ts';
import { helpForHost } from '#lib/help/queries.server.ts';
import { lineForm, lineIdForm, nearForm } from '#lib/help/schema.ts';
import { mustBeHost } from '#lib/hosting/actions.server.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => ({
		...(await helpForHost(tx, viewer, locals.lamplight.now())),
		asked: url.searchParams.get('line')
	}));

export const actions: Actions = {
	near: asHost((tx, viewer, typed) => keepNear(tx, viewer, parseTyped(nearForm, typed))),
	line: asHost((tx, viewer, typed, now) => keepLine(tx, viewer, parseTyped(lineForm, typed), now)),
	check: asHost((tx, viewer, typed, now) =>
		checkLine(tx, viewer, parseTyped(lineIdForm, typed).id, now)
	),
	remove: asHost((tx, viewer, typed) => removeLine(tx, viewer, parseTyped(lineIdForm, typed).id))
};

type Verb = (
	tx: Tx,
	viewer: SignedIn | null,
	typed: Record<string, string>,
	now: Date
) => Promise<void>;

function asHost(verb: Verb) {
	return ({ locals, request }: RequestEvent) =>
		answerForm(request, async (typed) => {
			await asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
				mustBeHost(viewer);
				await verb(tx, viewer, typed, locals.lamplight.now());
			});
			redirect(303, '/host/help?kept');
		});
}
