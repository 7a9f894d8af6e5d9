import { redirect } from '@sveltejs/kit';
import { passTrusted } from '#lib/letters/actions.server.ts';
import { readingFirst } from '#lib/letters/queries.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { typedIn } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { lamplight, session }, params, url }) =>
	asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer) redirect(303, `/sign-in?next=${url.pathname}`);
		const forMember = url.searchParams.get('for') ?? '';
		return {
			viewer,
			...(await readingFirst(tx, viewer, params.letter, forMember, lamplight.now()))
		};
	});

export const actions: Actions = {
	pass: (event) => decide(event, true),
	keep: (event) => decide(event, false)
};

async function decide({ locals, params, request }: RequestEvent, passes: boolean) {
	const typed = typedIn(await request.formData());
	await passTrusted(locals, params.letter, typed.for ?? '', passes);
	redirect(303, '/letters');
}
