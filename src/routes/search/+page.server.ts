import { livedChoices, livedChosen } from '#lib/finding/livedAsked.ts';
import { searchStories } from '#lib/finding/queries.server.ts';
import { hostTerms } from '#lib/lived/queries.server.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const query = (url.searchParams.get('q') ?? '').trim().slice(0, 300);
	const choices = livedChoices(await hostTerms(locals.lamplight.pools.web));
	const chosen = livedChosen(url.searchParams, choices);
	const lived = Object.fromEntries(
		Object.entries(chosen).map(([fact, value]) => [fact, [value]] as const)
	);
	const found = await searchStories(locals, query, { lived });
	unlessStopped(found.viewer, locals.lamplight.now());
	return { ...found, query, choices, chosen };
};
