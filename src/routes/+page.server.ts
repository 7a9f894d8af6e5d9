import { hostWords } from '#lib/hosting/queries.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';

export const load = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => ({
		viewer,
		words: await hostWords(tx)
	}));
