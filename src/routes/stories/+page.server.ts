import { listStories } from '#lib/stories/listStories.server.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const list = await listStories(locals, url.searchParams.get('from'));
	unlessStopped(list.viewer, locals.lamplight.now());
	return list;
};
