import { storiesFeed } from '#lib/digests/queries.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) =>
	new Response(await storiesFeed(locals.lamplight), {
		headers: { 'content-type': 'application/atom+xml; charset=utf-8' }
	});
