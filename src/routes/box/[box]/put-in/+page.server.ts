import { fail } from '@sveltejs/kit';
import { boxFace } from '#lib/boxes/boxFace.server.ts';
import { receiveForm } from '#lib/keepsakes/actions.server.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => ({ viewer, box: await boxFace(tx, viewer, box) }));

export const actions: Actions = {
	/** Without scripts: one form, streamed. */
	default: async (event) => {
		const { lamplight, session } = event.locals;
		const box = await asKeeper(event, async (_tx, _viewer, id) => id);
		const who = { session, device: null };
		const received = await receiveForm(lamplight, event.request, async () => ({ who, box }));
		const { kept, notKept } = received;
		// Said on the page itself, by their names; sent again by a reload they are still there once.
		if (notKept.length === 0 && kept.length > 0) return { kept, notKept };
		return fail(422, { kept, notKept });
	}
};
