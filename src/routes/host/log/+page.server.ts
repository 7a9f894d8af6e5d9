import { asHost } from '#lib/watching/actions.server.ts';
import { logPage } from '#lib/watching/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
	asHost(locals, async (tx, viewer) => {
		const before = Number(url.searchParams.get('before') ?? '');
		return {
			viewer,
			...(await logPage(tx, Number.isSafeInteger(before) && before > 0 ? before : null))
		};
	});
