import { redirect } from '@sveltejs/kit';
import { keptBoxes } from '#lib/boxes/keptBoxes.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
		if (!viewer) redirect(303, '/sign-in?next=/boxes');
		return { viewer, boxes: await keptBoxes(tx, viewer) };
	});
