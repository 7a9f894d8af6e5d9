import type { Audience, Viewer } from '#lib/rules/facts.ts';
import { visibility, type Decision } from '#lib/rules/visibility.ts';
import type { StoryBlock } from './markdown.ts';
import { arrange, type PhotographSeen, type Reading } from './reading.ts';
import {
	audiencesOf,
	photographThing,
	versionThing,
	type SharedPhotograph,
	type SharedStory,
	type StoryFacts,
	type ToldStory
} from './storyFacts.ts';

/**
 * A shared story as this reader may have it now: R1 is asked about the version and about every
 * photograph in it. Null where the story is hidden from them. `blocks`: the version's rendered body.
 */
export function present(
	{ story, judging }: StoryFacts,
	blocks: readonly StoryBlock[],
	viewer: Viewer,
	now: Date
): Reading | null {
	const version = versionThing(story, judging);
	const decision = visibility(viewer, version, now);
	if (decision.show !== 'full') return null;
	const seen = new Map<string, PhotographSeen>();
	for (const photograph of story.photographs) {
		if (photograph.kind !== 'photograph') continue;
		const thing = photographThing(version, photograph, viewer.visit);
		const ruled = visibility(viewer, thing, now);
		if (ruled.show !== 'hidden') seen.set(photograph.id, photographSeen(story, photograph, ruled));
	}
	const { title, byline } = story;
	return {
		title,
		byline,
		audiences: audiencesKnown(story, decision),
		blocks: arrange(blocks, seen)
	};
}

/** Whether this reader may have the bytes of this photograph now, as shared with readers. */
export function mayHaveBytes(
	{ story, judging }: StoryFacts,
	photographId: string,
	viewer: Viewer,
	now: Date
): boolean {
	const photograph = story.photographs.find((each) => each.id === photographId);
	if (!photograph) return false;
	const version = versionThing(story, judging);
	return (
		visibility(viewer, version, now).show === 'full' &&
		visibility(viewer, photographThing(version, photograph, viewer.visit), now).show === 'full'
	);
}

/**
 * For whom a story is shared, as far as this reader may know: its keepers all of it, others that it
 * is for anyone, or else by which audience it reached them.
 */
export function audiencesKnown(story: SharedStory, decision: Decision): Audience[] {
	const audiences = audiencesOf(story);
	if (isKeeper(decision)) return audiences;
	if (audiences.includes('anyone')) return ['anyone'];
	return decision.causes.flatMap((each) => (each.cause === 'audience' ? [each.audience] : []));
}

function isKeeper({ causes }: Decision): boolean {
	return causes.some(({ cause }) => cause === 'keeper' || cause === 'own');
}

function photographSeen(
	{ storyId, boxId }: ToldStory,
	photograph: SharedPhotograph,
	ruled: Decision
): PhotographSeen {
	const { id, alt, caption, width, height, widths, ready, coverWords } = photograph;
	const keeps = isKeeper(ruled);
	if (ruled.show !== 'full') {
		const inBox = keeps ? `/box/${boxId}/keepsake/${id}` : null;
		return { show: 'covered', id, by: keeps ? 'you' : 'family', coverWords, inBox };
	}
	const pictures = keeps ? `/box/${boxId}/picture/${id}` : `/photograph/${storyId}/${id}`;
	return {
		...{ show: 'full', id, alt, caption, width, height, widths },
		pictures: ready ? pictures : null,
		coverable: ruled.causes.some(({ cause }) => cause === 'shown-this-visit')
	};
}
