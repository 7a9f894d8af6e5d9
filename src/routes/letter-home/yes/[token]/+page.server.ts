import { confirmDigest } from '#lib/digests/actions.server.ts';
import type { Actions } from './$types';

/** Opening the page does nothing: mail programs open links by themselves. */
export const actions: Actions = {
	default: async ({ locals, params }) => {
		await confirmDigest(locals.lamplight, params.token);
		return { done: true };
	}
};
