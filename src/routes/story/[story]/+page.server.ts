import { redirect } from '@sveltejs/kit';
import { coverAgain, showKeepsake } from '#lib/stories/shown.server.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { typedIn } from '#lib/server/web/forms.ts';
import { beginVisit } from '#lib/server/web/visit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
	const { viewer, story, reading } = await readStory(locals, params.story);
	// Its keepers chose that anyone may read it, and that it may be found.
	if (story.toAnyone && story.findable) setHeaders({ 'x-robots-tag': 'all' });
	const box = viewer?.boxes.find(({ id }) => id === story.boxId)?.id ?? null;
	return { viewer, reading, box };
};

export const actions: Actions = {
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
