import { redirect } from '@sveltejs/kit';
import { keptBoxes } from '#lib/boxes/keptBoxes.server.ts';
import { keepAgain } from '#lib/ending/actions.server.ts';
import { boxesLeft } from '#lib/ending/queries.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { typedIn } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
		if (!viewer) redirect(303, '/sign-in?next=/boxes');
		return { viewer, boxes: await keptBoxes(tx, viewer), left: await boxesLeft(tx) };
	});

export const actions: Actions = {
	/** The last to leave keeps it again, as it was. */
	keepAgain: async ({ locals, request }) => {
		const box = typedIn(await request.formData())['box'] ?? '';
		await asViewer(locals.lamplight.pools.web, locals.session, (tx) => keepAgain(tx, box));
		redirect(303, `/box/${box}`);
	}
};
