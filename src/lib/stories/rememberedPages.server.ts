import type { RequestEvent } from '@sveltejs/kit';
import { answerWith, openPageMemory } from '#lib/server/web/rememberedPages.ts';
import { askForStories } from './listStories.server.ts';
import { askForStory } from './readStory.server.ts';

/** Some 20 kB each with what they were made from: 20 MB at the most. */
const memory = openPageMemory(1000);

/** An uncovered photograph: shown for twelve hours by the clock, so not by the facts alone. */
const timed = /"shownAt"\s*:\s*"/;

/**
 * The pages that are read most are a pure function of what Postgres tells for this viewer and this
 * address. So Postgres is asked first, every time; a page that was made from the same answer before
 * is given again, and any other is made by `render`, which is told the answer.
 */
export async function rememberPage(
	event: RequestEvent,
	render: () => Promise<Response>
): Promise<Response> {
	const ask = question(event);
	if (!ask) return render();
	const told = await ask;
	event.locals.told = told;
	const facts = `${event.url.pathname}${event.url.search}\n${told}`;
	const known = memory.recall(facts);
	if (known) return answerWith(known, event.request);
	const response = await render();
	if (response.status !== 200 || timed.test(told)) return response;
	return answerWith(await memory.keep(facts, response), event.request);
}

function question({ request, route, params, url, locals, isDataRequest }: RequestEvent) {
	if (request.method !== 'GET' || isDataRequest) return null;
	if (route.id === '/story/[story]') return askForStory(locals, params.story ?? '');
	if (route.id === '/stories') return askForStories(locals, url.searchParams.get('from'));
	return null;
}
