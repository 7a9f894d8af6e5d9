import type { RequestEvent } from '@sveltejs/kit';
import { isAway } from '../database/away.ts';
import { isSignedIn } from './isSignedIn.ts';

/** Pages on which only somebody who is signed in can do anything; all below a memory box are too. */
const ownPages = new Set([
	'/letters/[letter]',
	'/letters/settings',
	'/story/[story]/letter',
	'/boxes/begin',
	'/host/help',
	'/host/lived',
	'/host/setup',
	'/host/watching',
	'/watch/[matter]',
	'/welcome',
	'/you',
	'/you/days'
]);
const ownAddress =
	/^\/(?:box\/|boxes\/begin|host\/|letters\/|story\/[0-9a-f-]+\/letter|watch\/|welcome|you)/;

/**
 * Answers a form of somebody's own pages. Where its sender is signed out (401), or the database is
 * away (503), the answer is a page that holds all that was sent, from which it can be sent again.
 * Whether they are signed in is decided before anything is looked up, so that it is the same for a
 * memory box that exists and one that does not. Everything else is answered by `resolve` alone.
 */
export async function answerOrHold(
	event: RequestEvent,
	resolve: (event: RequestEvent) => Response | Promise<Response>
): Promise<Response> {
	if (!isOwnForm(event)) return resolve(event);
	const sent = await event.request.clone().text();
	const signedIn = await isSignedIn(event).catch((error: unknown) => {
		if (isAway(error)) return 'away' as const;
		throw error;
	});
	if (signedIn === 'away') return hold(event, sent, 'away');
	if (!signedIn) return hold(event, sent, 'signed-out');
	const response = await resolve(event);
	return response.status === 503 ? hold(event, sent, 'away') : response;
}

async function hold(
	{ url, fetch }: RequestEvent,
	sent: string,
	why: 'signed-out' | 'away'
): Promise<Response> {
	const to = new URLSearchParams({ to: url.pathname + url.search, why });
	const { status, headers, body } = await fetch(`/signed-out?/keep&${to}`, {
		method: 'POST',
		headers: {
			accept: 'text/html',
			'content-type': formType,
			// What does not say its size is refused (see `refuseTooLarge`).
			'content-length': String(Buffer.byteLength(sent))
		},
		body: sent
	});
	return new Response(body, { status, headers });
}

/** Where a form that was held here is sent again: an address of ours; else the first page. */
export function addressHeld(value: unknown): string {
	return typeof value === 'string' && ownAddress.test(value) ? value : '/you';
}

const formType = 'application/x-www-form-urlencoded';

function isOwnForm({ request, route }: RequestEvent): boolean {
	const { method, headers } = request;
	return (
		method === 'POST' &&
		route.id !== null &&
		(ownPages.has(route.id) || route.id.startsWith('/box/[box]')) &&
		(headers.get('accept') ?? '').includes('text/html') &&
		(headers.get('content-type') ?? '').startsWith(formType)
	);
}
