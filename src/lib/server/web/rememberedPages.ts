import { gzipSync } from 'node:zlib';

/** A page as it went out once: its headers, its bytes, and the same bytes compressed. */
export type RememberedPage = { headers: Headers; plain: Buffer; gzipped: Buffer };

export type PageMemory = {
	/** The page that was made from these very facts, if it is still remembered. */
	recall(facts: string): RememberedPage | undefined;
	keep(facts: string, response: Response): Promise<RememberedPage>;
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
		async keep(facts, response) {
			const plain = Buffer.from(await response.arrayBuffer());
			const page = { headers: response.headers, plain, gzipped: gzipSync(plain) };
			pages.set(facts, page);
			if (pages.size > most) pages.delete(pages.keys().next().value ?? '');
			return page;
		}
	};
}

/** The page as an answer to this request, compressed where its browser takes that. */
export function answerWith(page: RememberedPage, request: Request): Response {
	const headers = new Headers(page.headers);
	headers.set('vary', 'accept-encoding');
	const compressed = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
	if (compressed) headers.set('content-encoding', 'gzip');
	const body = compressed ? page.gzipped : page.plain;
	headers.set('content-length', String(body.length));
	return new Response(new Uint8Array(body), { headers });
}
