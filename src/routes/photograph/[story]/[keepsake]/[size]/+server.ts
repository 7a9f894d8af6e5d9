import { sendFile } from '#lib/server/web/sendFile.ts';
import { sharedPicture } from '#lib/stories/photograph.server.ts';
import type { RequestHandler } from './$types';

/** The bytes of a shared photograph: asked about every time, kept by nobody on the way. */
export const GET: RequestHandler = async ({ locals, params }) =>
	sendFile(
		locals.lamplight,
		await sharedPicture(locals, params.story, params.keepsake, params.size)
	);
