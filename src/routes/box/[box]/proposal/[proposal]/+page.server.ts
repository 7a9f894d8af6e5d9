import { redirect } from '@sveltejs/kit';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import {
	answerProposal,
	decideForMe,
	remindOnce,
	reopenProposal,
	takeBackProposal
} from '#lib/sharing/actions.server.ts';
import { proposalPage } from '#lib/sharing/queries.server.ts';
import { answerGiven, audienceIn, deciderChosen } from '#lib/sharing/schema.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => {
		const asked = event.url.searchParams;
		const looking = { as: audienceIn(asked.get('as')), now: event.locals.lamplight.now() };
		return {
			...(await proposalPage(tx, viewer, box, event.params.proposal, looking)),
			said: asked.get('said')
		};
	});

export const actions: Actions = {
	answer: (event) =>
		answerForm(event.request, async (typed) => {
			const { locals, params } = event;
			const { answer } = parseTyped(answerGiven, typed);
			const became = await answerProposal(locals, params.box, params.proposal, answer);
			return became === 'undone' ? back(event, 'undone') : back(event);
		}),
	decideForMe: (event) =>
		answerForm(event.request, async (typed) => {
			const { locals, params } = event;
			const { named, kind } = parseTyped(deciderChosen, typed);
			await decideForMe(locals, params.box, named, kind);
			return back(event, 'deciding');
		}),
	remind: async (event) => {
		const { locals, params } = event;
		await remindOnce(locals, params.box, params.proposal);
		return back(event);
	},
	takeBack: async (event) => {
		const { locals, params } = event;
		const became = await takeBackProposal(locals, params.box, params.proposal);
		return back(event, became === 'undone' ? 'undone' : 'taken-back');
	},
	reopen: (event) =>
		answerForm(event.request, async () => {
			const { locals, params } = event;
			const { proposalId } = await reopenProposal(locals, params.box, params.proposal);
			redirect(303, `/box/${params.box}/proposal/${proposalId}?said=asked#answer`);
		})
};

function back({ url }: RequestEvent, said?: string): never {
	redirect(303, `${url.pathname}${said ? `?said=${said}` : ''}#answer`);
}
