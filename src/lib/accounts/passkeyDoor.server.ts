import { openAuth } from '#lib/server/auth/auth.ts';
import { client, within, type Bound } from '#lib/server/auth/bounds.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { entered } from './signIn.server.ts';

/** The only parts of the accounts library that have an address. */
const doors = new Set([
	'GET /api/auth/passkey/generate-register-options',
	'POST /api/auth/passkey/verify-registration',
	'GET /api/auth/passkey/generate-authenticate-options',
	'POST /api/auth/passkey/verify-authentication'
]);
/** Two requests a try; a ward or an office shares an address. */
const triesFromAPlace: Bound = { what: 'passkey', most: 120, seconds: 3600 };

/** Answers the browser's part of adding or using a passkey; null: there is no such door. */
export async function passkeyDoor(
	lamplight: Lamplight,
	request: Request,
	clientAddress: string
): Promise<Response | null> {
	const { pathname } = new URL(request.url);
	if (!doors.has(`${request.method} ${pathname}`)) return null;
	if (!(await within(lamplight, triesFromAPlace, client(clientAddress)))) {
		return Response.json({ ok: false }, { status: 429 });
	}
	const answer = await openAuth(lamplight).handler(request);
	if (request.method === 'GET') return answer;
	return withoutContents(lamplight, answer);
}

/** The cookies alone carry the session: its token, and the account, are not for scripts. */
async function withoutContents(lamplight: Lamplight, answer: Response): Promise<Response> {
	if (!answer.ok) return Response.json({ ok: false }, { status: answer.status });
	const { session } = (await answer.json()) as { session?: { token: string } };
	const headers = new Headers();
	for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie);
	if (session && !(await entered(lamplight, session.token, headers))) {
		return Response.json({ ok: false }, { status: 401 });
	}
	return Response.json({ ok: true }, { headers });
}
