import { redirect } from '@sveltejs/kit';
import { answerTrust, chooseWay, keepFace } from '#lib/letters/actions.server.ts';
import { letterSettings } from '#lib/letters/queries.server.ts';
import { faceForm, wayForm } from '#lib/letters/schema.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { lamplight, session }, url }) =>
	asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer) redirect(303, '/sign-in?next=/letters/settings');
		const kept = url.searchParams.get('kept');
		const from = url.searchParams.get('from');
		return { viewer, kept, settings: await letterSettings(tx, viewer, lamplight.now()), from };
	});

export const actions: Actions = {
	way: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			const { way, reader } = parseTyped(wayForm, typed);
			await chooseWay(locals, way, reader);
			redirect(303, '/letters/settings?kept=way');
		}),
	face: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			await keepFace(locals, parseTyped(faceForm, typed));
			redirect(303, '/letters/settings?kept=face#face');
		}),
	trust: ({ locals, request }) =>
		answerForm(request, async ({ trust = '', agrees }) => {
			await answerTrust(locals, trust, agrees === 'yes');
			redirect(303, '/letters/settings');
		})
};
