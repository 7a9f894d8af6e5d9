import type { Cookies } from '@sveltejs/kit';
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies';

/** Hands the cookies that better-auth set on to the answer of a page. */
export function forwardCookies(from: Headers, cookies: Cookies): void {
	for (const line of from.getSetCookie()) {
		for (const [name, attributes] of parseSetCookieHeader(line)) {
			const { secure = false, path = '/', ...options } = toCookieOptions(attributes);
			cookies.set(name, attributes.value, { ...options, secure, path });
		}
	}
}
