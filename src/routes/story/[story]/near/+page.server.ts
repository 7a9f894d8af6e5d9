import { nearToStory } from '#lib/finding/queries.server.ts';
import { unlessStopped } from '#lib/server/web/stopping.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { plainText } from '#lib/stories/queries.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { story, reading } = await readStory(locals, params.story);
	const text = `${story.title}\n\n${plainText(story.body)}`;
	const { viewer, stories, byMeaning } = await nearToStory(locals, { id: story.storyId, text });
	unlessStopped(viewer, locals.lamplight.now());
	return { viewer, stories, byMeaning, title: reading.title };
};
