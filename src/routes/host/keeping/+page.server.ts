import { keepingOfSite } from '#lib/checking/queries.server.ts';
import { mustBeHost } from '#lib/hosting/actions.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
		mustBeHost(viewer);
		return { viewer, keeping: await keepingOfSite(tx) };
	});
