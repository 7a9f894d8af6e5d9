import { redirect } from '@sveltejs/kit';
import { backupState } from '#lib/backups/queries.server.ts';
import { changeSettings, mustBeHost, notNow, welcome } from '#lib/hosting/actions.server.ts';
import { peers, siteSettings } from '#lib/hosting/queries.server.ts';
import { memberForm, settingsForm } from '#lib/hosting/schema.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
		mustBeHost(viewer);
		const { now, settings } = locals.lamplight;
		const backups = await backupState(tx, settings.backups.warnDays, now());
		return { viewer, ...(await peers(tx)), settings: await siteSettings(tx), backups };
	});

export const actions: Actions = {
	welcome: about(welcome),
	notNow: about(notNow),
	settings: ({ locals, request }) =>
		answerForm(request, async (typed) => {
			await asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
				mustBeHost(viewer);
				const { keepSafe, boxGigabytes, screenLearns } = parseTyped(settingsForm, typed);
				await changeSettings(tx, viewer, {
					keepSafeOpen: keepSafe === 'open',
					boxBytes: boxGigabytes,
					screenLearns
				});
			});
			redirect(303, '/welcome?kept#settings');
		})
};

/** An action about one member. */
function about(verb: (tx: Tx, viewer: SignedIn | null, member: string) => Promise<void>) {
	return ({ locals, request }: RequestEvent) =>
		answerForm(request, async (typed) => {
			await asViewer(locals.lamplight.pools.web, locals.session, async (tx, viewer) => {
				mustBeHost(viewer);
				await verb(tx, viewer, parseTyped(memberForm, typed).member);
			});
			redirect(303, '/welcome');
		});
}
