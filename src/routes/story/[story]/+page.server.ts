import { redirect } from '@sveltejs/kit';
import { sayWithYou, takeBackWithYou } from '#lib/letters/actions.server.ts';
import { answeringStory } from '#lib/letters/queries.server.ts';
import { coverAgain, showKeepsake } from '#lib/stories/shown.server.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { typedIn } from '#lib/server/web/forms.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import { beginVisit } from '#lib/server/web/visit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	const { viewer, story, reading, answering } = await readStory(locals, params.story);
	// Its keepers chose that anyone may read it, and that it may be found.
	if (story.toAnyone && story.findable) setHeaders({ 'x-robots-tag': 'all' });
	unlessStopped(viewer, locals.lamplight.now());
	const box = viewer?.boxes.find(({ id }) => id === story.boxId)?.id ?? null;
	const answers = {
		...{ signedIn: viewer !== null, keeps: box !== null },
		...{ answers: story.answers, told: answering ?? null }
	};
	return { viewer, reading, box, answering: answeringStory(answers) };
};

export const actions: Actions = {
	withYou: async ({ locals, params }) => {
		await sayWithYou(locals, params.story);
		redirect(303, `/story/${params.story}#answer`);
	},
	takeBackWithYou: async ({ locals, params }) => {
		await takeBackWithYou(locals, params.story);
		redirect(303, `/story/${params.story}#answer`);
	},
	show: async ({ locals, params, request, cookies, url }) => {
		const { keepsake = '' } = typedIn(await request.formData());
		const number = await showKeepsake(locals, params.story, keepsake, () =>
			beginVisit(cookies, url.protocol === 'https:')
		);
		redirect(303, `/story/${params.story}#kept-${number}`);
	},
	cover: async ({ locals, params, request }) => {
		const { keepsake = '' } = typedIn(await request.formData());
		const number = await coverAgain(locals, params.story, keepsake);
		redirect(303, `/story/${params.story}#kept-${number}`);
	}
};
