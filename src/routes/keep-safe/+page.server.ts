import { fail, redirect, type Cookies } from '@sveltejs/kit';
import { beginDeposit, depositInHand } from '#lib/deposits/actions.server.ts';
import { depositForm } from '#lib/deposits/schema.ts';
import { siteSettings } from '#lib/hosting/queries.server.ts';
import { receiveForm } from '#lib/keepsakes/actions.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { deviceOf, giveDevice, takeDevice } from '#lib/server/web/device.ts';
import { answerForm, parseTyped } from '#lib/server/web/forms.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, cookies, url }) => {
	const { lamplight, session } = locals;
	const { keepSafeOpen } = await siteSettings(lamplight.pools.web);
	return {
		viewer: await asViewer(lamplight.pools.web, session, async (_tx, viewer) => viewer),
		open: keepSafeOpen,
		deposit: await depositInHand(lamplight, deviceOf(cookies)),
		kept: url.searchParams.has('kept')
	};
};

export const actions: Actions = {
	/** With scripts: the address first, then the photographs as soon as they are chosen. */
	begin: (event) =>
		answerForm(event.request, async (typed) => {
			await begin(event, typed);
			redirect(303, '/keep-safe');
		}),
	/** Without scripts: one form, its address before its photographs. */
	give: async (event) => {
		const { lamplight } = event.locals;
		try {
			await closedOrOn(event);
			const received = await receiveForm(lamplight, event.request, async (fields) => {
				const present = deviceOf(event.cookies);
				const inHand = await depositInHand(lamplight, present);
				const device = inHand === null ? await begin(event, fields) : present;
				return { who: { session: null, device }, box: null };
			});
			if (received.kept.length > 0 && received.notKept.length === 0) redirect(303, '?kept');
			return fail(422, { kept: received.kept, notKept: received.notKept });
		} catch (error) {
			if (error instanceof NotRight) return fail(422, { wrong: error.fields });
			throw error;
		}
	},
	other: ({ cookies }) => {
		takeDevice(cookies);
		redirect(303, '/keep-safe');
	}
};

async function closedOrOn({ locals }: RequestEvent): Promise<void> {
	if (!(await siteSettings(locals.lamplight.pools.web)).keepSafeOpen) throw new NotFound();
}

/** Begins a deposit and gives this device its key. */
async function begin(event: RequestEvent, typed: Record<string, string>): Promise<string> {
	const { email } = parseTyped(depositForm, typed);
	const { cookies, url, locals } = event;
	const device = giveDevice(cookies as Cookies, url.protocol === 'https:');
	const clientAddress = event.getClientAddress();
	try {
		await beginDeposit(locals.lamplight, { email, device, clientAddress });
	} catch (error) {
		takeDevice(cookies);
		throw error;
	}
	return device;
}
