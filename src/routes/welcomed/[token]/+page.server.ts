import { fail, redirect } from '@sveltejs/kit';
import { takeUpWelcome } from '#lib/watching/actions.server.ts';
import { lookAtWelcome } from '#lib/watching/queries.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Uses up nothing: mail scanners open links. */
export const load: PageServerLoad = async ({ locals, params }) => {
	const { viewer, stands } = await lookAtWelcome(locals, params.token);
	return { viewer, stands };
};

export const actions: Actions = {
	default: async ({ locals, params }) => {
		if (!(await takeUpWelcome(locals, params.token))) return fail(410, { gone: true });
		redirect(303, `/welcomed/${params.token}`);
	}
};
