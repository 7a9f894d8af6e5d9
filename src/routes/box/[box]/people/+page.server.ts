import { redirect } from '@sveltejs/kit';
import {
	blockGuest,
	inviteGuest,
	inviteKeeper,
	leaveBox,
	liftBlock,
	withdrawGuest,
	withdrawInvitation
} from '#lib/people/actions.server.ts';
import { peopleOf } from '#lib/people/queries.server.ts';
import { inviteGuestForm, inviteKeeperForm } from '#lib/people/schema.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { decideForMe, putNoticesAside, takeBackDelegation } from '#lib/sharing/actions.server.ts';
import { deciderChosen, deciderTakenBack } from '#lib/sharing/schema.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = (event) =>
	asKeeper(event, async (tx, viewer, box) => ({
		...(await peopleOf(tx, viewer, box, event.locals.lamplight.now())),
		leaving: event.url.searchParams.has('leaving'),
		said: event.url.searchParams.get('said')
	}));

export const actions: Actions = {
	inviteKeeper: (event) =>
		answerForm(event.request, async (typed) => {
			const { keeperEmail } = parseTyped(inviteKeeperForm, typed);
			const made = await inviteKeeper(event.locals, event.params.box, keeperEmail);
			return back(event, made.outcome === 'sent' ? 'sent' : 'asked-invite');
		}),
	inviteGuest: (event) =>
		answerForm(event.request, async (typed) => {
			const { guestName, guestEmail } = parseTyped(inviteGuestForm, typed);
			const made = await inviteGuest(event.locals, event.params.box, guestName, guestEmail);
			return back(event, made.outcome === 'sent' ? 'sent' : 'asked-invite');
		}),
	withdrawInvitation: (event) => onOne(event, 'invitation', withdrawInvitation, 'withdrawn'),
	withdrawGuest: (event) => onOne(event, 'guest', withdrawGuest, 'withdrawn'),
	blockGuest: (event) => onOne(event, 'guest', blockGuest, 'blocked'),
	liftBlock: (event) => onOne(event, 'block', liftBlock, 'lifted'),
	decideForMe: (event) =>
		answerForm(event.request, async (typed) => {
			const { named, kind } = parseTyped(deciderChosen, typed);
			await decideForMe(event.locals, event.params.box, named, kind);
			return back(event, 'deciding');
		}),
	decideMyself: (event) =>
		answerForm(event.request, async (typed) => {
			const { kind } = parseTyped(deciderTakenBack, typed);
			await takeBackDelegation(event.locals, event.params.box, kind);
			return back(event, 'deciding-ended');
		}),
	leave: async ({ locals, params }) => {
		await leaveBox(locals, params.box);
		redirect(303, '/boxes');
	},
	/** What changed was read: asked for beside what is in the box. */
	aside: async ({ locals, params }) => {
		await putNoticesAside(locals, params.box);
		redirect(303, `/box/${params.box}`);
	}
};

type Verb = (actor: App.Locals, box: string, id: string) => Promise<void>;

async function onOne(event: RequestEvent, field: string, verb: Verb, said: string) {
	const typed = await event.request.formData();
	await verb(event.locals, event.params.box, String(typed.get(field)));
	return back(event, said);
}

function back({ url }: RequestEvent, said: string): never {
	redirect(303, `${url.pathname}?said=${said}`);
}
