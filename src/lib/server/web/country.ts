import type { Cookies } from '@sveltejs/kit';

const cookie = 'lamplight_country';
const yearInSeconds = 365 * 24 * 60 * 60;

/** The country whose help lines this reader chose, on this device; null: none. */
export function countryChosen(cookies: Pick<Cookies, 'get'>): string | null {
	const code = cookies.get(cookie) ?? '';
	return /^[A-Z]{2}$/.test(code) ? code : null;
}

export function chooseCountry(cookies: Cookies, code: string, secure: boolean): void {
	cookies.set(cookie, code, {
		...{ path: '/', httpOnly: true, sameSite: 'lax', secure },
		maxAge: yearInSeconds
	});
}
