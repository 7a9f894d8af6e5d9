import type { Cookies } from '@sveltejs/kit';
import { isSubject } from '#lib/rules/subjects.ts';
import type { CookiesSent } from './cookies.ts';

/** What this device leaves out, for a reader who is not signed in. Whoever is has it kept instead. */
const cookie = 'lamplight_leave_out';
const yearSeconds = 365 * 24 * 60 * 60;

export function leavesOutOf(cookies: CookiesSent): string[] {
	const said = (cookies.get(cookie) ?? '').split('.').filter(isSubject);
	return [...new Set(said)].sort();
}

export function leaveOutHere(cookies: Cookies, subjects: readonly string[], secure: boolean): void {
	const path = '/';
	if (subjects.length === 0) return cookies.delete(cookie, { path });
	const value = subjects.join('.');
	cookies.set(cookie, value, {
		path,
		httpOnly: true,
		sameSite: 'lax',
		secure,
		maxAge: yearSeconds
	});
}
