import { redirect } from '@sveltejs/kit';
import { lettersPage } from '#lib/letters/queries.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { lamplight, session } }) =>
	asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer) redirect(303, '/sign-in?next=/letters');
		unlessStopped(viewer, lamplight.now());
		return { viewer, ...(await lettersPage(tx, viewer, lamplight.now())) };
	});
