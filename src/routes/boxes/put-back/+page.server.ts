import { fail, redirect } from '@sveltejs/kit';
import { NotBegun, receiveCopy } from '#lib/copies/actions.server.ts';
import { openPutBack } from '#lib/copies/queries.server.ts';
import { whyNotBegun } from '#lib/copies/whyNotPutBack.ts';
import { m } from '#lib/paraglide/messages.js';
import { asViewer } from '#lib/server/database/viewer.ts';
import type { Actions, PageServerLoad } from './$types';

const here = '/boxes/put-back';

export const load: PageServerLoad = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
		if (!viewer) redirect(303, `/sign-in?next=${here}`);
		const open = await openPutBack(tx, viewer);
		if (open && open.at !== 'arriving') redirect(303, `${here}/${open.id}`);
		return { viewer, coming: open };
	});

export const actions: Actions = {
	/** Without scripts: one form, streamed. */
	default: async ({ locals, request }) => {
		const { lamplight, session } = locals;
		const viewer = await asViewer(lamplight.pools.web, session, async (_tx, me) => me);
		if (!viewer) redirect(303, `/sign-in?next=${here}`);
		let id: string | null;
		try {
			id = await receiveCopy(lamplight, session, request);
		} catch (error) {
			if (error instanceof NotBegun) return fail(422, { wrong: whyNotBegun(error.reason) });
			throw error;
		}
		if (!id) return fail(422, { wrong: m.copies_back_wrong_none() });
		redirect(303, `${here}/${id}`);
	}
};
