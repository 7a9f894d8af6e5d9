import { redirect } from '@sveltejs/kit';
import { minutesLeft } from '#lib/rules/moderation.ts';
import { NotFound } from '#lib/server/failures.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import {
	asModerator,
	beginSitting,
	endSitting,
	stepBack,
	takeMatter
} from '#lib/watching/actions.server.ts';
import { asideOf, asides, queueOf, sittingOf } from '#lib/watching/queries.server.ts';
import { sittingForm } from '#lib/watching/schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	asModerator(locals, async (tx, viewer) => {
		const now = locals.lamplight.now();
		const sitting = await sittingOf(tx, viewer);
		return {
			viewer,
			left: sitting && minutesLeft(sitting, now),
			queue: await queueOf(tx, viewer, now),
			aside: await asideOf(tx, viewer),
			said: url.searchParams.get('said')
		};
	});

export const actions: Actions = {
	begin: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			const { minutes } = parseTyped(sittingForm, typed);
			await asModerator(locals, (tx, viewer) => beginSitting(tx, viewer, minutes));
			redirect(303, '/watch');
		}),
	enough: async ({ locals }) => {
		const now = locals.lamplight.now();
		await asModerator(locals, (tx, viewer) => endSitting(tx, viewer, now));
		redirect(303, '/watch/enough');
	},
	take: ({ locals, request }) =>
		answerForm(request, async ({ matter = '' }) => {
			const taken = await takeMatter(locals, matter);
			redirect(303, taken === 'taken' ? `/watch/${matter}` : `/watch?said=${taken}`);
		}),
	aside: async ({ locals, request }) => {
		const chosen = (await request.formData()).getAll('aside').map(String);
		const known: readonly string[] = asides;
		if (chosen.some((each) => !known.includes(each))) throw new NotFound();
		const now = locals.lamplight.now();
		await asModerator(locals, (tx, viewer) => stepBack(tx, viewer, chosen, now));
		redirect(303, '/watch?said=kept#aside');
	}
};
