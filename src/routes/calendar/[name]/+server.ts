import { calendarFeed } from '#lib/days/queries.server.ts';
import type { RequestHandler } from './$types';

/** Read by a calendar program, which signs in nowhere. */
export const GET: RequestHandler = async ({ locals, params }) =>
	new Response(await calendarFeed(locals.lamplight, params.name), {
		headers: { 'content-type': 'text/calendar; charset=utf-8' }
	});
