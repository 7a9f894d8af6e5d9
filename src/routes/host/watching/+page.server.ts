import { redirect } from '@sveltejs/kit';
import { memberForm } from '#lib/hosting/schema.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import {
	asHost,
	endModerator,
	keepSuspension,
	keepWatchSettings,
	liftSuspension,
	nameModerator,
	removeMember,
	suspendMember
} from '#lib/watching/actions.server.ts';
import {
	memberAt,
	moderatorsOf,
	suspensionsAppealed,
	watchSettings
} from '#lib/watching/queries.server.ts';
import {
	emailForm,
	standingForm,
	suspensionForm,
	watchSettingsForm
} from '#lib/watching/schema.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asHost(locals, async (tx, viewer) => ({
		viewer,
		moderators: await moderatorsOf(tx),
		appealed: await suspensionsAppealed(tx),
		settings: await watchSettings(tx)
	}));

type Typed = Record<string, string>;

export const actions: Actions = {
	name: doing('moderators', (tx, viewer, typed) =>
		nameModerator(tx, viewer, parseTyped(emailForm, typed).email)
	),
	end: doing('moderators', (tx, viewer, typed, now) =>
		endModerator(tx, viewer, parseTyped(memberForm, typed).member, now)
	),
	settings: doing('settings', (tx, viewer, typed) =>
		keepWatchSettings(tx, viewer, parseTyped(watchSettingsForm, typed))
	),
	find: ({ locals, request }) =>
		answerForm(request, (typed) =>
			asHost(locals, async (tx) => {
				const { email } = parseTyped(emailForm, typed);
				return { found: await memberAt(tx, email) };
			})
		),
	suspend: doing('members', (tx, _viewer, typed) => {
		const { member, reason } = parseTyped(standingForm, typed);
		return suspendMember(tx, member, reason);
	}),
	remove: doing('members', (tx, _viewer, typed) => {
		const { member, reason } = parseTyped(standingForm, typed);
		return removeMember(tx, member, reason);
	}),
	keep: doing('members', (tx, _viewer, typed) =>
		keepSuspension(tx, parseTyped(suspensionForm, typed).suspension)
	),
	lift: doing('members', (tx, _viewer, typed) =>
		liftSuspension(tx, parseTyped(memberForm, typed).member)
	)
};

function doing(
	part: string,
	verb: (tx: Tx, viewer: SignedIn, typed: Typed, now: Date) => Promise<void>
) {
	return ({ locals, request }: RequestEvent) =>
		answerForm(request, async (typed) => {
			const now = locals.lamplight.now();
			await asHost(locals, (tx, viewer) => verb(tx, viewer, typed, now));
			redirect(303, `/host/watching?kept=${part}#${part}`);
		});
}
