import type { IncomingMessage } from 'node:http';
import type { Cookies } from '@sveltejs/kit';

/** A request's cookies, to be looked at. */
export type CookiesSent = Pick<Cookies, 'get'>;

/** The cookies of a request that no page has seen yet. What is not well written counts as not sent. */
export function cookiesOf(request: IncomingMessage): CookiesSent {
	const sent = new Map<string, string>();
	for (const pair of (request.headers.cookie ?? '').split(';')) {
		const cut = pair.indexOf('=');
		const name = pair.slice(0, Math.max(cut, 0)).trim();
		// As browsers and SvelteKit have it: the first of a name counts.
		if (name && !sent.has(name)) sent.set(name, decoded(pair.slice(cut + 1).trim()));
	}
	return { get: (name) => sent.get(name) };
}

function decoded(value: string): string {
	const plain = value.startsWith('"') ? value.slice(1, -1) : value;
	if (!plain.includes('%')) return plain;
	try {
		return decodeURIComponent(plain);
	} catch {
		return plain;
	}
}
