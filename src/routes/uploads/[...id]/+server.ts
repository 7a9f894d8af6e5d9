import type { RequestHandler } from '@sveltejs/kit';
import { answerUpload } from '#lib/keepsakes/actions.server.ts';
import { NotFound } from '#lib/server/failures.ts';
import { deviceOf } from '#lib/server/web/device.ts';

const answer: RequestHandler = ({ locals, cookies, params, request }) =>
	answerUpload(
		locals.lamplight,
		{ session: locals.session, device: deviceOf(cookies) },
		params.id || null,
		request
	);

export { answer as POST, answer as HEAD, answer as PATCH, answer as DELETE };

/** The library would hand finished originals out: nothing is ever read here. */
export const fallback: RequestHandler = () => {
	throw new NotFound();
};
