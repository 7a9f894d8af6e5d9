import { redirect } from '@sveltejs/kit';
import { boxFace, coversOf } from '#lib/boxes/boxFace.server.ts';
import { shelves, thingsIn } from '#lib/boxes/inBox.server.ts';
import { boxKeeping } from '#lib/checking/queries.server.ts';
import { decideHold, openAll, show } from '#lib/keepsakes/actions.server.ts';
import { audienceSummary, toldUnasked } from '#lib/sharing/queries.server.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import type { KeepsakeId } from '#lib/rules/facts.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, id) => {
		const now = event.locals.lamplight.now();
		const asked = event.url.searchParams;
		const shelf = shelves.find((each) => each === asked.get('show')) ?? 'everything';
		const before = asked.get('before');
		const box = await boxFace(tx, viewer, id);
		return {
			viewer,
			now,
			box,
			shelf,
			before,
			said: asked.get('said'),
			...(await thingsIn(tx, viewer, id, { shelf, before }, now)),
			covers: await coversOf(tx, viewer, id),
			keeping: await boxKeeping(tx, id),
			audience: await audienceSummary(tx, id, viewer, now),
			...(await toldUnasked(tx, id, viewer, { now, look: asked.has('look') }))
		};
	});

export const actions: Actions = {
	show: (event) => onOne(event, show),
	takeBack: (event) => onOne(event, (tx, mine) => decideHold(tx, 'takeBack', mine)),
	showAll: async (event) => {
		const now = event.locals.lamplight.now();
		await asKeeper(event, (tx, viewer, box) => openAll(tx, { viewer, box, now }));
		redirect(303, event.url.pathname);
	}
};

/** Does it, and comes back to where the thing stands. */
async function onOne(event: RequestEvent, work: typeof show): Promise<never> {
	const typed = await event.request.formData();
	const keepsake = uuidOrMissing<KeepsakeId>(String(typed.get('keepsake')));
	const now = event.locals.lamplight.now();
	await asKeeper(event, (tx, viewer, box) => work(tx, { viewer, box, keepsake, now }));
	const back = new URLSearchParams();
	for (const name of ['show', 'before']) {
		const value = typed.get(name);
		if (typeof value === 'string' && value) back.set(name, value);
	}
	redirect(303, `${event.url.pathname}?${back}#k-${keepsake}`);
}
