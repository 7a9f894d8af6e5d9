import type { RequestHandler } from '@sveltejs/kit';
import { answerArriving } from '#lib/copies/actions.server.ts';
import { NotFound } from '#lib/server/failures.ts';

const answer: RequestHandler = ({ locals, params, request }) =>
	answerArriving(locals.lamplight, locals.session, params.id || null, request);

export { answer as POST, answer as HEAD, answer as PATCH, answer as DELETE };

/** The library would hand archives out: nothing is ever read here. */
export const fallback: RequestHandler = () => {
	throw new NotFound();
};
