import { nearStories } from '#lib/finding/queries.server.ts';
import { livedIn } from '#lib/lived/queries.server.ts';
import { asKeeper } from '#lib/server/web/keeperPage.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { ownDraft, plainText } from '#lib/stories/queries.server.ts';
import type { PageServerLoad } from './$types';

/** Fewer words than these are near to anything. */
const fewestWords = 12;

export const load: PageServerLoad = async (event) => {
	const { title, body, lived } = await asKeeper(event, async (tx, viewer, box) => ({
		...(await ownDraft(tx, viewer, box, uuidOrMissing(event.params.story))),
		lived: await livedIn(tx, box)
	}));
	const text = `${title}\n\n${plainText(body)}`;
	const isEnough = text.split(/\s+/).length > fewestWords;
	const found = await nearStories(event.locals, isEnough ? text : '', { lived });
	unlessStopped(found.viewer, event.locals.lamplight.now());
	return { ...found, isEnough };
};
