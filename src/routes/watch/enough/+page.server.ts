import { asModerator } from '#lib/watching/actions.server.ts';
import { supportWords } from '#lib/watching/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	asModerator(locals, async (tx, viewer) => ({ viewer, support: await supportWords(tx) }));
