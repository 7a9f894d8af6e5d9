import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Cookies } from '@sveltejs/kit';

/** The cookie better-auth sets; with its prefix where the site is reached by HTTPS. */
export const sessionCookie = 'lamplight.session_token';
const names = [`__Secure-${sessionCookie}`, sessionCookie];

/** What better-auth signs with, and we check with: a key of its own under the site's secret. */
export function authSecret(secret: string): string {
	return createHmac('sha256', secret).update('auth').digest('base64url');
}

/**
 * The session's token from its signed cookie (`token.base64(HMAC-SHA-256)`, as better-auth writes
 * it); null where there is none or the signature is not ours. Whether the session still stands,
 * only Postgres says (`enter`).
 */
export function sessionToken(cookies: Pick<Cookies, 'get'>, secret: string): string | null {
	for (const name of names) {
		const token = checked(cookies.get(name), authSecret(secret));
		if (token !== null) return token;
	}
	return null;
}

/** The cookie's value for a session's token: for the demo and for tests that begin signed in. */
export function signedCookie(token: string, secret: string): string {
	return `${token}.${signature(token, authSecret(secret)).toString('base64')}`;
}

function checked(value: string | undefined, key: string): string | null {
	const cut = value?.lastIndexOf('.') ?? -1;
	if (!value || cut < 1) return null;
	const token = value.slice(0, cut);
	const given = Buffer.from(value.slice(cut + 1), 'base64');
	const right = signature(token, key);
	return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

function signature(token: string, key: string): Buffer {
	return createHmac('sha256', key).update(token).digest();
}
