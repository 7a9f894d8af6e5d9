import { setTimeout as wait } from 'node:timers/promises';
import { lettersIn, linkIn } from '../e2e/mail.ts';
import type { Running } from '../e2e/lamplight.ts';

/** Somebody at a browser, without the browser: cookies, forms, and no patience lost. */
export type Visitor = {
	/** One request. Throws where the line broke before an answer came. */
	ask(path: string, init?: RequestInit): Promise<Response>;
	post(path: string, fields: Record<string, string>): Promise<Response>;
};

const answerWithinMs = 20_000;

export function visitor(site: Running): Visitor {
	const jar = new Map<string, string>();
	const ask: Visitor['ask'] = async (path, init = {}) => {
		const headers = new Headers(init.headers);
		headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
		headers.set('origin', site.origin);
		headers.set('accept', 'text/html');
		const answer = await fetch(new URL(path, site.origin), {
			...init,
			headers,
			redirect: 'manual',
			signal: AbortSignal.timeout(answerWithinMs)
		});
		for (const cookie of answer.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			jar.set(name, value);
		}
		return answer;
	};
	return {
		ask,
		post: (path, fields) => ask(path, { method: 'POST', body: new URLSearchParams(fields) })
	};
}

/** Signs in by the mailed link, gives a name, begins a memory box; gives the path of its page. */
export async function moveIn(site: Running, who: Visitor, name: string): Promise<string> {
	const email = `${name}@example.org`;
	await who.post('/sign-in', { email });
	const link = new URL(await mailedLink(site.dataDir, email));
	await who.post('/enter', { token: link.searchParams.get('token') ?? '' });
	await who.post('/you?/name', { name });
	const box = (await who.post('/boxes/begin', { name: 'Robin' })).headers.get('location');
	if (!box?.startsWith('/box/')) throw new Error(`${name} could not begin a memory box.`);
	return box;
}

async function mailedLink(dataDir: string, email: string): Promise<string> {
	const giveUpAt = performance.now() + 20_000;
	for (;;) {
		const letter = (await lettersIn(dataDir)).find(({ to }) => to.includes(email));
		if (letter) return linkIn(letter, '/enter');
		if (performance.now() > giveUpAt) throw new Error(`No letter came to ${email}.`);
		await wait(50);
	}
}
