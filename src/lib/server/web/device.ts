import { randomBytes } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';

const cookie = 'lamplight_deposit';
const dayInSeconds = 24 * 60 * 60;

/** The key of the deposit that this device is making; null where it makes none. */
export function deviceOf(cookies: Cookies): string | null {
	return cookies.get(cookie) ?? null;
}

/** Gives this device the key of a new deposit, for one day. It opens nothing but its own uploads. */
export function giveDevice(cookies: Cookies, secure: boolean): string {
	const value = randomBytes(18).toString('base64url');
	cookies.set(cookie, value, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure,
		maxAge: dayInSeconds
	});
	return value;
}

export function takeDevice(cookies: Cookies): void {
	cookies.delete(cookie, { path: '/' });
}
