import { redirect } from '@sveltejs/kit';
import { helpPage } from '#lib/help/queries.server.ts';
import { typedIn } from '#lib/server/web/forms.ts';
import { chooseCountry, countryChosen } from '#lib/server/web/country.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, cookies }) =>
	helpPage(locals, countryChosen(cookies));

export const actions: Actions = {
	country: async ({ request, cookies, url }) => {
		const { country = '' } = typedIn(await request.formData());
		// Another country than those at hand is a choice as well.
		const code = /^[A-Z]{2}$/.test(country) ? country : 'ZZ';
		chooseCountry(cookies, code, url.protocol === 'https:');
		redirect(303, url.searchParams.has('danger') ? '/in-danger' : '/tonight#talk');
	}
};
