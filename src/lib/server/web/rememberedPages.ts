import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** A page as it went out once: its headers, its bytes, and the same bytes compressed. */
type RememberedPage = { headers: OutgoingHttpHeaders; plain: Buffer; gzipped: Buffer };

export type PageMemory = {
	/** The page that was made from these very facts, if it is still remembered. */
	recall(facts: string): RememberedPage | undefined;
	/** Listens while a page is sent, and remembers it by its facts if it is a whole one (200). */
	listen(facts: string, response: ServerResponse): void;
};

/**
 * Remembers the last `most` pages by all that they were made from: their address and the facts that
 * Postgres told for this viewer, in this request. Whoever may no longer see something is told other
 * facts, and so is never given a page from before. Nothing is decided here.
 */
export function openPageMemory(most: number): PageMemory {
	const pages = new Map<string, RememberedPage>();
	return {
		recall(facts) {
			const page = pages.get(facts);
			if (!page) return undefined;
			// Taken out and put in again, so that the one not asked for the longest stands first.
			pages.delete(facts);
			pages.set(facts, page);
			return page;
		},
		listen(facts, response) {
			overhear(response, (plain) => {
				const headers = { ...response.getHeaders() };
				if (response.statusCode !== 200 || 'set-cookie' in headers) return;
				pages.set(facts, { headers, plain, gzipped: gzipSync(plain) });
				if (pages.size > most) pages.delete(pages.keys().next().value ?? '');
			});
		}
	};
}

/** Sends a page again, compressed where the browser takes that. */
export function sendAgain(
	page: RememberedPage,
	request: IncomingMessage,
	response: ServerResponse
): void {
	const compressed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
	const body = compressed ? page.gzipped : page.plain;
	response.writeHead(200, {
		...page.headers,
		vary: 'accept-encoding',
		'content-length': body.length,
		...(compressed ? { 'content-encoding': 'gzip' } : {})
	});
	response.end(body);
}

/** Gives the whole body that was sent, once it was. */
function overhear(response: ServerResponse, whole: (body: Buffer) => void): void {
	const chunks: Buffer[] = [];
	const { write, end } = response;
	const hear = (chunk: unknown) => {
		if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
	};
	response.write = ((...sent: Parameters<typeof write>) => {
		hear(sent[0]);
		return write.apply(response, sent);
	}) as typeof write;
	response.end = ((...sent: Parameters<typeof end>) => {
		hear(sent[0]);
		const ended = end.apply(response, sent);
		whole(Buffer.concat(chunks));
		return ended;
	}) as typeof end;
}
