import { listStories } from '#lib/stories/listStories.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	listStories(locals, url.searchParams.get('from'));
