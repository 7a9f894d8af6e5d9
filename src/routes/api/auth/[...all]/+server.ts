import { passkeyDoor } from '#lib/accounts/passkeyDoor.server.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { RequestHandler } from './$types';

const door: RequestHandler = async ({ locals, request, getClientAddress }) => {
	const answer = await passkeyDoor(locals.lamplight, request, getClientAddress());
	if (!answer) throw new NotFound();
	return answer;
};

export const GET = door;
export const POST = door;
