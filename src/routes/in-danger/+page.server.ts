import { helpPage } from '#lib/help/queries.server.ts';
import { countryChosen } from '#lib/server/web/country.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, cookies }) =>
	helpPage(locals, countryChosen(cookies));
