import { withUs } from '#lib/letters/queries.server.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => {
		const now = event.locals.lamplight.now();
		unlessStopped(viewer, now);
		return { viewer, stories: await withUs(tx, box, now) };
	});
