import { redirect, type Cookies, type RequestEvent } from '@sveltejs/kit';
import type { SignedIn } from '../database/viewer.ts';

/** *Stop for today* of somebody who is not signed in; a member's stands in the database. */
const cookie = 'lamplight_stopped';

/** What is closed until tomorrow: other people's stories, and the ways to find them. */
const stories = /^\/(stories|story|photograph|shown|search|near)(\/|$)/;

export function hasStoppedBy(cookies: Pick<Cookies, 'get'>): boolean {
	return cookies.get(cookie) !== undefined;
}

/** Whether this asks a stranger's stopped day for a story. */
export function asksAfterStop({ cookies, request, url }: RequestEvent): boolean {
	return request.method === 'GET' && stories.test(url.pathname) && hasStoppedBy(cookies);
}

/** Sends a member who has stopped for today, on whatever device, to the page that says so. */
export function unlessStopped(viewer: SignedIn | null | undefined, now: Date): void {
	if (stoppedUntil(viewer, now)) redirect(303, '/stopped');
}

export function stoppedUntil(viewer: SignedIn | null | undefined, now: Date): Date | null {
	const until = viewer?.stoppedUntil ? new Date(viewer.stoppedUntil) : null;
	return until && until > now ? until : null;
}

export function rememberStop(cookies: Cookies, until: Date, now: Date, secure: boolean): void {
	const maxAge = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
	cookies.set(cookie, '1', { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge });
}

export function forgetStop(cookies: Cookies): void {
	cookies.delete(cookie, { path: '/' });
}
