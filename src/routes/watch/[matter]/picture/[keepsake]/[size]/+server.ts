import { sendFile } from '#lib/server/web/sendFile.ts';
import { pictureBefore } from '#lib/watching/actions.server.ts';
import type { RequestHandler } from './$types';

/** The bytes of a picture that this moderator asked to see: asked about every time. */
export const GET: RequestHandler = async ({ locals, params }) =>
	sendFile(
		locals.lamplight,
		await pictureBefore(locals, params.matter, params.keepsake, params.size)
	);
