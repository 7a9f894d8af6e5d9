import { redirect } from '@sveltejs/kit';
import { asViewer } from '#lib/server/database/viewer.ts';
import { hasStoppedBy, stoppedUntil } from '#lib/server/web/stopping.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, cookies }) =>
	asViewer(locals.lamplight.pools.web, locals.session, async (_tx, viewer) => {
		const stopped = viewer
			? stoppedUntil(viewer, locals.lamplight.now()) !== null
			: hasStoppedBy(cookies);
		if (!stopped) redirect(303, '/stories');
		return { viewer };
	});
