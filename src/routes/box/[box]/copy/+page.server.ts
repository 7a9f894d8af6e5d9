import { boxFace } from '#lib/boxes/boxFace.server.ts';
import { beforeTaking, missingBefore } from '#lib/copies/queries.server.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { lamplight } = event.locals;
	const { viewer, box, before } = await asKeeper(event, async (tx, viewer, id) => ({
		viewer,
		box: await boxFace(tx, viewer, id),
		before: await beforeTaking(tx, viewer, id, lamplight.now())
	}));
	return {
		...{ viewer, box, bytes: before.bytes, putAway: before.putAway },
		missing: await missingBefore(lamplight, before),
		notChosen: event.url.searchParams.has('choose')
	};
};
