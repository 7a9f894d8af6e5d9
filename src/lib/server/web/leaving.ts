import type { Cookies, RequestEvent } from '@sveltejs/kit';

/** Set while somebody has left: until they come back on purpose, every page is the neutral one. */
const cookie = 'lamplight_left';

/** Doors that only somebody who wants in comes through: a mailed link, the neutral page itself. */
const stillOpen = ['/leave', '/enter', '/invitation/'];

/** Whether somebody with these cookies has left, and has not come back yet. */
export function hasLeftBy(cookies: Pick<Cookies, 'get'>): boolean {
	return cookies.get(cookie) !== undefined;
}

/** Whether this asks for a page after *Leave this page*: the back button, a tab restored. */
export function hasLeft(event: RequestEvent): boolean {
	return (
		hasLeftBy(event.cookies) &&
		event.request.method === 'GET' &&
		(event.request.headers.get('accept') ?? '').includes('text/html') &&
		!stillOpen.some((path) => event.url.pathname.startsWith(path))
	);
}

export function leave(cookies: Cookies, secure: boolean): void {
	cookies.set(cookie, '1', { path: '/', httpOnly: true, sameSite: 'lax', secure });
}

export function comeBack(cookies: Cookies): void {
	cookies.delete(cookie, { path: '/' });
}
