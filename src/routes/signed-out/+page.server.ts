import { fail, redirect } from '@sveltejs/kit';
import { nextPage } from '#lib/accounts/nextPage.ts';
import { signInForm } from '#lib/accounts/schema.ts';
import { askForLink } from '#lib/accounts/signIn.server.ts';
import { NotRight } from '#lib/server/failures.ts';
import { parseTyped } from '#lib/server/web/forms.ts';
import { addressHeld } from '#lib/server/web/heldForm.ts';
import type { Actions, PageServerLoad } from './$types';

/** The fields of this page's own, among those that it holds. */
const own = { to: 'signed-out.to', email: 'signed-out.email' };

/** A form whose sender is signed out, or that could not be kept just now: each field as it came, and where it goes. */
type Held = { to: string; held: [name: string, value: string][] };

/** Nobody comes here by the address. */
export const load: PageServerLoad = ({ request }) => {
	if (request.method !== 'POST') redirect(303, '/sign-in');
	return { viewer: null };
};

export const actions: Actions = {
	/** Asked for by `answerOrHold` alone. */
	keep: async ({ request, url }) => {
		const held = heldIn(await request.formData());
		const away = url.searchParams.get('why') === 'away';
		const to = addressHeld(url.searchParams.get('to'));
		return fail(away ? 503 : 401, { ...held, to, away });
	},
	/** Mails a link that signs in, and goes on holding. */
	link: async ({ locals, request, getClientAddress }) => {
		const sent = await request.formData();
		const held = heldIn(sent);
		const email = String(sent.get(own.email) ?? '');
		try {
			const next = nextPage(held.to.split('?')[0]) ?? '';
			const wish = parseTyped(signInForm, { email, next });
			await askForLink(locals.lamplight, wish, getClientAddress());
			return { ...held, sentTo: wish.email };
		} catch (error) {
			if (!(error instanceof NotRight)) throw error;
			return fail(422, { ...held, email, wrong: { [own.email]: error.fields.email ?? '' } });
		}
	}
};

function heldIn(sent: FormData): Held {
	const fields = [...sent].filter(([name]) => name !== own.to && name !== own.email);
	return {
		to: addressHeld(sent.get(own.to)),
		held: fields.map(([name, value]) => [name, String(value)])
	};
}
