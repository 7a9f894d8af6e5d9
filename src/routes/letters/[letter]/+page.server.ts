import { redirect } from '@sveltejs/kit';
import {
	appealLetter,
	blockWriter,
	endLetters,
	keepDraft,
	reportLetter,
	sayName,
	sendLetter,
	takeBackName,
	takeCopy,
	throwDraftAway
} from '#lib/letters/actions.server.ts';
import { correspondence } from '#lib/letters/queries.server.ts';
import { draftForm, letterForm, reportForm } from '#lib/letters/schema.ts';
import { moderatorHours } from '#lib/watching/queries.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { answerForm, answerOrGiveBack, parseTyped, typedIn } from '#lib/server/web/forms.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals: { lamplight, session }, params, url }) =>
	asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer) redirect(303, `/sign-in?next=${url.pathname}`);
		unlessStopped(viewer, lamplight.now());
		const opened = url.searchParams.get('open');
		const asked = { now: lamplight.now(), opened };
		return {
			viewer,
			said: url.searchParams.get('said'),
			hours: await moderatorHours(tx),
			correspondence: await correspondence(tx, viewer, params.letter, asked)
		};
	});

export const actions: Actions = {
	send: (event) =>
		answerOrGiveBack(event.request, async (typed) => {
			await sendLetter(event.locals, toOf(event, typed), parseTyped(letterForm, typed));
			back(event, 'sent');
		}),
	keep: (event) =>
		answerOrGiveBack(event.request, async (typed) => {
			await keepDraft(event.locals, toOf(event, typed), parseTyped(draftForm, typed));
			back(event, 'kept');
		}),
	throwAway: (event) => onOne(event, (typed) => throwDraftAway(event.locals, toOf(event, typed))),
	take: (event) =>
		onOne(event, (typed) => takeCopy(event.locals, toOf(event, typed), typed.copy ?? '')),
	putAway: (event) =>
		onOne(event, (typed) => throwDraftAway(event.locals, toOf(event, typed), typed.copy ?? '')),
	appeal: (event) => onOne(event, ({ letter = '' }) => appealLetter(event.locals, letter)),
	block: (event) => onOne(event, ({ letter = '' }) => blockWriter(event.locals, letter), 'blocked'),
	report: (event) =>
		answerForm(event.request, async (typed) => {
			await reportLetter(event.locals, typed.letter ?? '', parseTyped(reportForm, typed));
			back(event, 'reported');
		}),
	sayName: (event) =>
		onOne(event, ({ answers = '' }) => sayName(event.locals, event.params.letter, answers)),
	takeBackName: (event) =>
		onOne(event, ({ answers = '' }) => takeBackName(event.locals, event.params.letter, answers)),
	askEnd: ({ url }) => redirect(303, `${url.pathname}?said=ending#end`),
	end: (event) => onOne(event, () => endLetters(event.locals, event.params.letter))
};

function toOf({ params }: RequestEvent, { answers = '' }: Record<string, string>) {
	return { root: params.letter, answers };
}

async function onOne(
	event: RequestEvent,
	work: (typed: Record<string, string>) => Promise<void>,
	said?: string
) {
	await work(typedIn(await event.request.formData()));
	back(event, said);
}

function back({ url }: RequestEvent, said?: string): never {
	redirect(303, said ? `${url.pathname}?said=${said}#said` : url.pathname);
}
