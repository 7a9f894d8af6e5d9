import { searchStories } from '#lib/finding/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const query = (url.searchParams.get('q') ?? '').trim().slice(0, 300);
	return { ...(await searchStories(locals, query)), query };
};
