import type { IncomingMessage } from 'node:http';
import { sessionToken } from '#lib/server/auth/session.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { cookiesOf } from '#lib/server/web/cookies.ts';
import { countryChosen } from '#lib/server/web/country.ts';
import { hasLeftBy } from '#lib/server/web/leaving.ts';
import { helpAtHand, type Help } from './helpOf.server.ts';

/** All that *Tonight* is made from for a stranger. Lines open, close and grow old on a whole minute. */
type HelpFacts = { help: Help; chosen: string | null; minute: number };

const minuteMs = 60_000;

/** The facts of *Tonight* for a stranger who asks for it; null for every other page and reader. */
export function helpFacts(lamplight: Lamplight, request: IncomingMessage): Promise<string> | null {
	if (request.method !== 'GET' || request.url !== '/tonight') return null;
	const cookies = cookiesOf(request);
	if (hasLeftBy(cookies)) return null;
	if (sessionToken(cookies, lamplight.settings.secret) !== null) return null;
	return factsNow(lamplight, countryChosen(cookies));
}

async function factsNow(lamplight: Lamplight, chosen: string | null): Promise<string> {
	const minute = Math.floor(lamplight.now().getTime() / minuteMs);
	return JSON.stringify({ help: await helpAtHand(lamplight), chosen, minute } satisfies HelpFacts);
}

/** What was told at the door, so that the page need not ask again. */
export function helpTold(told: string): Help {
	return (JSON.parse(told) as HelpFacts).help;
}
