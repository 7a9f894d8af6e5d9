import type { IncomingMessage } from 'node:http';
import { sessionToken } from '#lib/server/auth/session.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { cookiesOf } from '#lib/server/web/cookies.ts';
import { leavesOutOf } from '#lib/server/web/leavesOut.ts';
import { hasLeftBy } from '#lib/server/web/leaving.ts';
import { hasStoppedBy } from '#lib/server/web/stopping.ts';
import { visitOf } from '#lib/server/web/visit.ts';
import { askForStories } from './listStories.server.ts';
import { askForStory } from './readStory.server.ts';

/** An uncovered photograph: shown for twelve hours by the clock, so not by the facts alone. */
const timed = /"shownAt"\s*:\s*"/;

/**
 * The pages that are read most are a pure function of their address and of what Postgres tells for
 * this viewer. Asks that for such a page; null for every other.
 */
export function factsFor(lamplight: Lamplight, request: IncomingMessage): Promise<string> | null {
	if (request.method !== 'GET') return null;
	const address = /^\/(?:story\/([0-9a-f-]{36})|stories(\?from=[^&]*)?)$/.exec(request.url ?? '');
	if (!address) return null;
	const cookies = cookiesOf(request);
	if (hasLeftBy(cookies)) return null;
	const session = sessionToken(cookies, lamplight.settings.secret);
	if (session === null && hasStoppedBy(cookies)) return null;
	const leavesOut = leavesOutOf(cookies);
	const asking = { lamplight, session, visit: visitOf(cookies), leavesOut };
	const [, story, query] = address;
	if (story) return askForStory(asking, story);
	return askForStories(asking, new URLSearchParams(query).get('from'));
}

/** Whether a page made from these facts stays right for as long as the facts do. */
export function isTimeless(facts: string): boolean {
	return !timed.test(facts);
}
