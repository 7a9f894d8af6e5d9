import { redirect, type RequestEvent } from '@sveltejs/kit';
import { leavePutBack, wantRest } from '#lib/copies/actions.server.ts';
import { putBackState } from '#lib/copies/queries.server.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import type { Actions, PageServerLoad } from './$types';

const here = '/boxes/put-back';

export const load: PageServerLoad = (event) =>
	asSignedIn(event, async (tx, viewer) => ({
		viewer,
		state: await putBackState(tx, event.params.id)
	}));

export const actions: Actions = {
	rest: async (event) => {
		await asSignedIn(event, (tx) => wantRest(tx, event.params.id));
		redirect(303, `${here}/${event.params.id}`);
	},
	leave: async (event) => {
		await leavePutBack(event.locals.lamplight, (work) => asSignedIn(event, work), event.params.id);
		redirect(303, `${here}/${event.params.id}`);
	}
};

type Event = Pick<RequestEvent<{ id: string }>, 'locals' | 'params'>;

function asSignedIn<T>(
	{ locals, params }: Event,
	work: (tx: Tx, viewer: SignedIn) => Promise<T>
): Promise<T> {
	return asViewer(locals.lamplight.pools.web, locals.session, (tx, viewer) => {
		if (!viewer) redirect(303, `/sign-in?next=${here}/${encodeURIComponent(params.id)}`);
		return work(tx, viewer);
	});
}
