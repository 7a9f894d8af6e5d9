import { sendFile } from '#lib/server/web/sendFile.ts';
import { sharedPart } from '#lib/stories/shown.server.ts';
import type { RequestHandler } from './$types';

/**
 * The bytes of a shared keepsake, or as many of them as are asked for: asked about every time, kept
 * by nobody on the way.
 */
export const GET: RequestHandler = async ({ locals, params, request }) =>
	sendFile(
		locals.lamplight,
		await sharedPart(locals, params.story, params.keepsake, params.part),
		request
	);
