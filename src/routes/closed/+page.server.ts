import { NotFound } from '#lib/server/failures.ts';
import type { PageServerLoad } from './$types';

/** Said to somebody who is signed out by then: it holds nothing but the day in its address. */
export const load: PageServerLoad = ({ url }) => {
	const until = url.searchParams.get('until') ?? '';
	if (!/^20\d\d-\d\d-\d\d$/.test(until) || Number.isNaN(Date.parse(until))) throw new NotFound();
	return { viewer: null, until: new Date(until) };
};
