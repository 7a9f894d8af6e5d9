import { searchStories } from '#lib/finding/queries.server.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const query = (url.searchParams.get('q') ?? '').trim().slice(0, 300);
	const found = await searchStories(locals, query);
	unlessStopped(found.viewer, locals.lamplight.now());
	return { ...found, query };
};
