import { redirect } from '@sveltejs/kit';
import {
	endCalendar,
	keepDaySettings,
	nameDay,
	removeDay,
	renewCalendar,
	wishFor
} from '#lib/days/actions.server.ts';
import { daysPage } from '#lib/days/queries.server.ts';
import { namedForm, removeForm, settingsForm, wishForm } from '#lib/days/schema.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asMe(locals, async (tx, viewer) => ({
		viewer,
		...(await daysPage(locals.lamplight, tx, viewer))
	}));

export const actions: Actions = {
	wish: form((tx, me, typed) => wishFor(tx, me, parseTyped(wishForm, typed))),
	name: form((tx, me, typed) => nameDay(tx, me, parseTyped(namedForm, typed))),
	remove: form((tx, _me, typed) => removeDay(tx, parseTyped(removeForm, typed).day)),
	settings: form((tx, me, typed) => keepDaySettings(tx, me, parseTyped(settingsForm, typed))),
	renew: form((tx, me) => renewCalendar(tx, me), 'calendar'),
	end: form((tx, me) => endCalendar(tx, me), 'calendar')
};

type Verb = (tx: Tx, viewer: SignedIn, typed: Record<string, string>) => Promise<void>;

function form(verb: Verb, at = '') {
	return ({ locals, request }: RequestEvent) =>
		answerForm(request, async (typed) => {
			await asMe(locals, (tx, viewer) => verb(tx, viewer, typed));
			redirect(303, `/you/days?kept${at && `#${at}`}`);
		});
}

function asMe<T>(locals: App.Locals, work: (tx: Tx, viewer: SignedIn) => Promise<T>): Promise<T> {
	return asViewer(locals.lamplight.pools.web, locals.session, (tx, viewer) => {
		if (!viewer) redirect(303, '/sign-in?next=/you/days');
		return work(tx, viewer);
	});
}
