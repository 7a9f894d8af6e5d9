import type { RequestEvent } from '@sveltejs/kit';
import { asViewer } from '../database/viewer.ts';

/** Pages on which only somebody who is signed in can do anything; all below a memory box are too. */
const ownPages = new Set(['/boxes/begin', '/welcome', '/you']);
const ownAddress = /^\/(?:box\/|boxes\/begin|welcome|you)/;

/**
 * The answer to a form that finds its sender signed out: a page that holds all that was sent, from
 * which it can be sent again (401). Null where the form can go on. It is decided before anything is
 * looked up, so that it is the same for a memory box that exists and one that does not.
 */
export async function keepWhatWasSent(event: RequestEvent): Promise<Response | null> {
	if (!isOwnForm(event) || (await isSignedIn(event))) return null;
	const { request, url, fetch } = event;
	const to = new URLSearchParams({ to: url.pathname + url.search });
	const sent = await request.text();
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

function isSignedIn({ locals }: RequestEvent): Promise<boolean> | boolean {
	if (locals.session === null) return false;
	const { web } = locals.lamplight.pools;
	return asViewer(web, locals.session, async (_tx, viewer) => viewer !== null);
}
