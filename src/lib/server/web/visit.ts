import { createHash, randomBytes } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';

const cookie = 'lamplight_visit';

/** The visit's name in the database: a hash, so that the table alone uncovers nothing. */
export function visitOf(cookies: Pick<Cookies, 'get'>): string | null {
	const value = cookies.get(cookie);
	return value ? hashed(value) : null;
}

/** Begins a visit where there is none. The cookie goes when the browser is closed. */
export function beginVisit(cookies: Cookies, secure: boolean): string {
	const present = visitOf(cookies);
	if (present) return present;
	const value = randomBytes(18).toString('base64url');
	cookies.set(cookie, value, { path: '/', httpOnly: true, sameSite: 'lax', secure });
	return hashed(value);
}

/** Ends it: what was uncovered is covered again. */
export function endVisit(cookies: Cookies): void {
	cookies.delete(cookie, { path: '/' });
}

function hashed(value: string): string {
	return createHash('sha256').update(value).digest('base64url');
}
