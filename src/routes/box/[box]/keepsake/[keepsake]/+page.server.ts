import { redirect } from '@sveltejs/kit';
import { boxFace } from '#lib/boxes/boxFace.server.ts';
import {
	changeWords,
	decideHold,
	sayAbout,
	show,
	tryAgain
} from '#lib/keepsakes/actions.server.ts';
import { keepsakeFace, sharedIn } from '#lib/keepsakes/queries.server.ts';
import { aboutKeepsake, wordsChanged } from '#lib/keepsakes/schema.ts';
import type { KeepsakeId } from '#lib/rules/facts.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => {
		const keepsake = uuidOrMissing<KeepsakeId>(event.params.keepsake);
		const now = event.locals.lamplight.now();
		return {
			viewer,
			now,
			box: await boxFace(tx, viewer, box),
			face: await keepsakeFace(tx, viewer, box, keepsake, now),
			sharedIn: await sharedIn(tx, box, keepsake),
			kept: event.url.searchParams.has('kept'),
			often: event.url.searchParams.has('often')
		};
	});

export const actions: Actions = {
	show: (event) => decide(event, show),
	putAway: (event) => decide(event, (tx, mine) => decideHold(tx, 'putAway', mine)),
	letGo: (event) => decide(event, (tx, mine) => decideHold(tx, 'letGo', mine)),
	takeBack: (event) => decide(event, (tx, mine) => decideHold(tx, 'takeBack', mine)),
	again: (event) =>
		decide(event, async (tx, mine) => ((await tryAgain(tx, mine)).tried ? '' : '?often')),
	about: (event) =>
		answerForm(event.request, async (typed) => {
			const said = parseTyped(aboutKeepsake, typed);
			return decide(event, (tx, mine) => sayAbout(tx, mine, said), '?kept');
		}),
	words: (event) =>
		answerForm(event.request, async (typed) => {
			const { words } = parseTyped(wordsChanged, typed);
			return decide(event, (tx, mine) => changeWords(tx, mine, words), '?kept');
		})
};

type Work = (...of: Parameters<typeof show>) => Promise<string | void>;

/** Does it, and goes back to the page with what `work` says, or `say`. */
async function decide(event: RequestEvent, work: Work, say = ''): Promise<never> {
	const keepsake = uuidOrMissing<KeepsakeId>(event.params.keepsake);
	const now = event.locals.lamplight.now();
	const said = await asKeeper(event, (tx, viewer, box) => work(tx, { viewer, box, keepsake, now }));
	redirect(303, `${event.url.pathname}${said ?? say}`);
}
