import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => ({
	siteName: locals.lamplight.siteName.known(),
	/** Who they are is known only once a page is read: where that fails, they still find their way. */
	signedIn: locals.session !== null
});
