import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
	siteName: locals.lamplight.siteName.known()
});
