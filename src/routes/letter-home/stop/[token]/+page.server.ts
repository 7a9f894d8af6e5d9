import { stopDigest } from '#lib/digests/actions.server.ts';
import type { Actions } from './$types';

/** One press, or one request of a mail program (RFC 8058), without signing in. */
export const actions: Actions = {
	default: async ({ locals, params }) => {
		await stopDigest(locals.lamplight, params.token);
		return { done: true };
	}
};
