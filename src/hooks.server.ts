import { randomBytes } from 'node:crypto';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { sessionToken } from '#lib/server/auth/session.ts';
import { NotFound } from '#lib/server/failures.ts';
import { handed } from '#lib/server/lamplight.ts';
import { logFault } from '#lib/server/log.ts';
import { refuseTooLarge } from '#lib/server/web/bounded.ts';
import { hasLeft } from '#lib/server/web/leaving.ts';
import { keepWhatWasSent } from '#lib/server/web/signedOut.ts';
import { toldTo } from '#lib/server/web/told.ts';
import { visitOf } from '#lib/server/web/visit.ts';

/** Pages are never kept by a browser or a proxy, tell no other site anything, and are not indexed. */
const pageHeaders = {
	'cache-control': 'private, no-store',
	// Other sites learn nothing; with `no-referrer` a browser would not say that our own forms are ours.
	'referrer-policy': 'same-origin',
	'x-content-type-options': 'nosniff',
	'x-robots-tag': 'noindex, nofollow',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=()'
};

export const handle: Handle = async ({ event, resolve }) => {
	if (hasLeft(event)) return new Response(null, { status: 303, headers: { location: '/leave' } });
	refuseTooLarge(event);
	const lamplight = handed();
	event.locals.lamplight = lamplight;
	event.locals.session = sessionToken(event.cookies, lamplight.settings.secret);
	event.locals.visit = visitOf(event.cookies);
	event.locals.told = event.request.method === 'GET' ? toldTo(event.platform?.req) : null;
	return withHeaders((await keepWhatWasSent(event)) ?? (await resolve(event)));
};

function withHeaders(response: Response): Response {
	for (const [name, value] of Object.entries(pageHeaders)) {
		if (!response.headers.has(name)) response.headers.set(name, value);
	}
	return response;
}

export const handleError: HandleServerError = ({ error, kind }) => {
	if (error instanceof NotFound) return { status: 404, message: 'not-found' };
	if (kind !== 'unknown') return;
	const reference = randomBytes(4).toString('hex');
	logFault(reference, error);
	return { message: 'fault', reference };
};
