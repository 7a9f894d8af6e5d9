import { boxFace } from '#lib/boxes/boxFace.server.ts';
import { beforeTaking } from '#lib/copies/queries.server.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => ({
		viewer,
		box: await boxFace(tx, viewer, box),
		before: await beforeTaking(tx, viewer, box, event.locals.lamplight.now()),
		notChosen: event.url.searchParams.has('choose')
	}));
