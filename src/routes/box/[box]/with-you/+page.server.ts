import { withUs } from '#lib/letters/queries.server.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => ({
		viewer,
		stories: await withUs(tx, box, event.locals.lamplight.now())
	}));
