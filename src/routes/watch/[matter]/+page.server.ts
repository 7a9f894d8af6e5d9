import { redirect } from '@sveltejs/kit';
import { answerForm, parseTyped, typedIn } from '#lib/server/web/forms.ts';
import {
	coverAgain,
	decideMatter,
	liftInMatter,
	lookAt,
	markInMatter,
	passOnMatter
} from '#lib/watching/actions.server.ts';
import { matterPage } from '#lib/watching/queries.server.ts';
import { decideForm, markForm } from '#lib/watching/schema.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => ({
	...(await matterPage(locals, params.matter)),
	shown: url.searchParams.has('shown'),
	marked: url.searchParams.has('marked')
});

export const actions: Actions = {
	look: async ({ locals, params, request }) => {
		const { keepsake, size = '' } = typedIn(await request.formData());
		await lookAt(locals, params.matter, keepsake, size);
		redirect(303, `/watch/${params.matter}?shown#picture-${keepsake}`);
	},
	cover: async ({ locals, params, request }) => {
		const { keepsake } = typedIn(await request.formData());
		await coverAgain(locals, params.matter, keepsake);
		redirect(303, `/watch/${params.matter}?shown#picture-${keepsake}`);
	},
	mark: ({ locals, params, request }) =>
		answerForm(request, async (typed) => {
			await markInMatter(locals, params.matter, parseTyped(markForm, typed));
			redirect(303, `/watch/${params.matter}?marked#subjects`);
		}),
	lift: async ({ locals, params, request }) => {
		const { subject } = typedIn(await request.formData());
		await liftInMatter(locals, params.matter, subject);
		redirect(303, `/watch/${params.matter}?marked#subjects`);
	},
	pass: async ({ locals, params, request }) => {
		const { how = '' } = typedIn(await request.formData());
		await passOnMatter(locals, params.matter, how);
		redirect(303, '/watch');
	},
	decide: ({ locals, params, request }) =>
		answerForm(request, async (typed) => {
			await decideMatter(locals, params.matter, parseTyped(decideForm, typed));
			redirect(303, typed['verb'] === 'hold' ? `/watch/${params.matter}` : '/watch?said=decided');
		})
};
