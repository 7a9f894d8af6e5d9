import { redirect } from '@sveltejs/kit';
import { openAgain, stopForToday } from '#lib/days/actions.server.ts';
import { typedIn } from '#lib/server/web/forms.ts';
import { forgetStop, rememberStop } from '#lib/server/web/stopping.ts';
import type { RequestHandler } from './$types';

/** Stop for today; with `?open`, open again. */
export const POST: RequestHandler = async ({ locals, request, cookies, url }) => {
	const { lamplight, session } = locals;
	if (url.searchParams.has('open')) {
		await openAgain(lamplight, session);
		forgetStop(cookies);
		redirect(303, '/stories');
	}
	const { zone = '' } = typedIn(await request.formData());
	const until = await stopForToday(lamplight, session, zone);
	rememberStop(cookies, until, lamplight.now(), url.protocol === 'https:');
	redirect(303, '/stopped');
};
