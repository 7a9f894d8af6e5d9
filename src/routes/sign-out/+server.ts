import { signOut } from '#lib/accounts/signIn.server.ts';
import { forwardCookies } from '#lib/server/auth/cookies.ts';
import { clearSiteData } from '#lib/server/web/clearSiteData.ts';
import { endVisit } from '#lib/server/web/visit.ts';
import type { RequestHandler } from './$types';

/** The button stands on "You"; opening this address does nothing. */
export const GET: RequestHandler = () =>
	new Response(null, { status: 303, headers: { location: '/you' } });

/** Ends the session and the visit, and clears what the device kept. */
export const POST: RequestHandler = async ({ locals, request, cookies }) => {
	forwardCookies(await signOut(locals.lamplight, request.headers), cookies);
	endVisit(cookies);
	return new Response(null, {
		status: 303,
		headers: { ...clearSiteData, location: '/' }
	});
};
