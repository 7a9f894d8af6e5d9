import { boxFace } from '#lib/boxes/boxFace.server.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const page = await asKeeper(event, async (tx, viewer, box) => ({
		viewer,
		box: await boxFace(tx, viewer, box)
	}));
	// The one page that may hear anybody, and only once they say so to their browser.
	event.setHeaders({ 'permissions-policy': 'camera=(), geolocation=(), microphone=(self)' });
	return page;
};
