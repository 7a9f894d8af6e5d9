import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { sessionCookie, signedCookie } from '#lib/server/auth/session.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { parts, type Part } from './parts.ts';
import { newSession } from './somebody.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** Somebody else begins a visit of their own, and has not left. */
const ended = ['lamplight_visit', 'lamplight_left', 'lamplight_deposit'];

/** The address at which this run of the demo lets a browser in as this part. */
export function linkFor(part: Part, origin: string, key: string): string {
	return `${origin}/as/${part.key}?key=${key}`;
}

/**
 * Adds `/as/PART?key=KEY` to the open door: signs in as a part of the demo, as often as it is asked.
 * Only for a browser on this machine that knows the key of this run; to all others the site has no
 * such page.
 */
export function addPartsDoor(server: Server, lamplight: Lamplight, key: string): void {
	const [pages] = server.listeners('request') as ((
		request: IncomingMessage,
		response: ServerResponse
	) => void)[];
	if (!pages) throw new Error('The door is not open.');
	server.removeAllListeners('request');
	server.on('request', (request, response) => {
		const part = partAsked(request, key);
		if (!part) return pages(request, response);
		enter(lamplight, part, response).catch((error: unknown) => response.destroy(error as Error));
	});
}

function partAsked({ method, url = '/', socket }: IncomingMessage, key: string): Part | null {
	if (method !== 'GET' || !loopback.has(socket.remoteAddress ?? '')) return null;
	const { pathname, searchParams } = new URL(url, 'http://demo.invalid');
	if (searchParams.get('key') !== key) return null;
	return parts.find((part) => pathname === `/as/${part.key}`) ?? null;
}

async function enter(lamplight: Lamplight, part: Part, response: ServerResponse): Promise<void> {
	const cookies = ended.map((name) => `${name}=; Path=/; Max-Age=0`);
	cookies.push(part.email === null ? gone : signedIn(await newSession(lamplight, part.email)));
	response.writeHead(303, {
		location: part.page,
		'set-cookie': cookies,
		'cache-control': 'no-store',
		'referrer-policy': 'no-referrer'
	});
	response.end();

	function signedIn(token: string): string {
		const value = encodeURIComponent(signedCookie(token, lamplight.settings.secret));
		return `${sessionCookie}=${value}; Path=/; HttpOnly; SameSite=Lax`;
	}
}

const gone = `${sessionCookie}=; Path=/; Max-Age=0`;
