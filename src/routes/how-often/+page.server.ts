import { asViewer } from '#lib/server/database/viewer.ts';

export const load = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (_tx, viewer) => ({ viewer }));
