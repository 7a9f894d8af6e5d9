import type { IncomingMessage, ServerResponse } from 'node:http';
import { helpFacts } from '#lib/help/rememberedPage.server.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { logFault } from '#lib/server/log.ts';
import { openPageMemory, sendAgain } from '#lib/server/web/rememberedPages.ts';
import { tell } from '#lib/server/web/told.ts';
import { factsFor, isTimeless } from '#lib/stories/rememberedPages.server.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Some 20 kB each with what they were made from: 20 MB at the most. */
const mostPages = 1000;

/**
 * In front of the pages. For those that are read most, Postgres is asked first, every time; a page
 * that was made from the very same answer before is given again, and any other is made by `pages`,
 * which finds the answer with the request. What cannot be asked is left to `pages` as it is.
 */
export function readersDoor(lamplight: Lamplight, pages: Handler): Handler {
	const memory = openPageMemory(mostPages);
	return (request, response) => {
		const asked = factsFor(lamplight, request) ?? helpFacts(lamplight, request);
		if (!asked) return pages(request, response);
		asked
			.then(
				(told) => {
					const facts = `${request.url}\n${lamplight.siteName.known()}\n${told}`;
					const known = memory.recall(facts);
					if (known) return sendAgain(known, request, response);
					tell(request, told);
					if (isTimeless(told)) memory.listen(facts, response);
					pages(request, response);
				},
				() => pages(request, response)
			)
			.catch((error: unknown) => {
				// A fault of ours, before any page could say so: nobody is left waiting.
				logFault('door', error);
				if (!response.headersSent) response.writeHead(500);
				response.end();
			});
	};
}
