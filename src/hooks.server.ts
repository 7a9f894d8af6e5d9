import { randomBytes } from 'node:crypto';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { sessionToken } from '#lib/server/auth/session.ts';
import { isAway } from '#lib/server/database/away.ts';
import { NotFound } from '#lib/server/failures.ts';
import { isStoreAway } from '#lib/server/files/away.ts';
import { handed } from '#lib/server/lamplight.ts';
import { logFault, logLine } from '#lib/server/log.ts';
import { refuseTooLarge } from '#lib/server/web/bounded.ts';
import { answerOrHold } from '#lib/server/web/heldForm.ts';
import { hasLeft } from '#lib/server/web/leaving.ts';
import { leavesOutOf } from '#lib/server/web/leavesOut.ts';
import { asksAfterStop } from '#lib/server/web/stopping.ts';
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

/** A database that restarts is mostly back by then. */
const awaySeconds = 10;

export const handle: Handle = async ({ event, resolve }) => {
	if (hasLeft(event)) return new Response(null, { status: 303, headers: { location: '/leave' } });
	refuseTooLarge(event);
	const lamplight = handed();
	event.locals.lamplight = lamplight;
	event.locals.session = sessionToken(event.cookies, lamplight.settings.secret);
	event.locals.visit = visitOf(event.cookies);
	event.locals.leavesOut = leavesOutOf(event.cookies);
	if (event.locals.session === null && asksAfterStop(event)) {
		return withHeaders(new Response(null, { status: 303, headers: { location: '/stopped' } }));
	}
	event.locals.told = event.request.method === 'GET' ? toldTo(event.platform?.req) : null;
	return withHeaders(await answerOrHold(event, resolve));
};

function withHeaders(response: Response): Response {
	for (const [name, value] of Object.entries(pageHeaders)) {
		if (!response.headers.has(name)) response.headers.set(name, value);
	}
	if (response.status === 503) response.headers.set('retry-after', String(awaySeconds));
	return response;
}

export const handleError: HandleServerError = ({ error, kind }) => {
	if (error instanceof NotFound) return { status: 404, message: 'not-found' };
	if (isStoreAway(error)) {
		logLine('the store of files does not answer');
		return { status: 503, message: 'store-away' };
	}
	if (isAway(error)) {
		logLine('the database does not answer');
		return { status: 503, message: 'away' };
	}
	if (kind !== 'unknown') return;
	const reference = randomBytes(4).toString('hex');
	logFault(reference, error);
	return { message: 'fault', reference };
};
