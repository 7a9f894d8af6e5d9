import { redirect } from '@sveltejs/kit';
import { passTrusted } from '#lib/letters/actions.server.ts';
import { readingFirst } from '#lib/letters/queries.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { lamplight, session }, params, url }) =>
	asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer) redirect(303, `/sign-in?next=${url.pathname}`);
		unlessStopped(viewer, lamplight.now());
		return { viewer, ...(await readingFirst(tx, viewer, params.copy, lamplight.now())) };
	});

export const actions: Actions = {
	pass: (event) => decide(event, true),
	keep: (event) => decide(event, false)
};

async function decide({ locals, params }: RequestEvent, passes: boolean) {
	await passTrusted(locals, params.copy, passes);
	redirect(303, '/letters');
}
