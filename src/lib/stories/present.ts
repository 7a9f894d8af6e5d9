import type { Audience, Viewer } from '#lib/rules/facts.ts';
import { visibility, type Decision } from '#lib/rules/visibility.ts';
import type { StoryBlock } from './markdown.ts';
import { placeBelow, placeInBox } from './parts.ts';
import {
	arrange,
	isSeenKind,
	shownAt,
	type KeepsakeSeen,
	type Reading,
	type SeenKind
} from './reading.ts';
import {
	audiencesOf,
	keepsakeThing,
	versionThing,
	type SharedKeepsake,
	type SharedStory,
	type StoryFacts,
	type ToldStory
} from './storyFacts.ts';

/**
 * A shared story as this reader may have it now: R1 is asked about the version and about every
 * keepsake in it. Null where the story is hidden from them. `blocks`: the version's rendered body.
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
	const seen = new Map<string, KeepsakeSeen>();
	for (const each of story.photographs) {
		const { id, kind } = each;
		if (!isSeenKind(kind)) continue;
		const ruled = visibility(viewer, keepsakeThing(version, each, viewer.visit), now);
		if (ruled.show !== 'hidden') seen.set(id, keepsakeSeen(story, { ...each, kind }, ruled));
	}
	const { title, byline, lived, others, subjects } = story;
	return {
		...{ title, byline, lived, others: others ?? [], subjects },
		audiences: audiencesKnown(story, decision),
		blocks: arrange(blocks, seen)
	};
}

/** Whether this reader may have the bytes of this keepsake now, as shared with readers. */
export function mayHaveBytes(
	{ story, judging }: StoryFacts,
	keepsakeId: string,
	viewer: Viewer,
	now: Date
): boolean {
	const shared = story.photographs.find((each) => each.id === keepsakeId);
	if (!shared) return false;
	const version = versionThing(story, judging);
	return (
		visibility(viewer, version, now).show === 'full' &&
		visibility(viewer, keepsakeThing(version, shared, viewer.visit), now).show === 'full'
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

function keepsakeSeen(
	{ storyId, boxId }: ToldStory,
	shared: SharedKeepsake & { kind: SeenKind },
	ruled: Decision
): KeepsakeSeen {
	const { id, kind, widths, ready, coverWords } = shared;
	const keeps = isKeeper(ruled);
	if (ruled.show !== 'full') {
		const inBox = keeps ? `/box/${boxId}/keepsake/${id}` : null;
		return { show: 'covered', id, kind, by: keeps ? 'you' : 'family', coverWords, inBox };
	}
	const place = keeps ? placeInBox(boxId, id) : placeBelow(`/shown/${storyId}/${id}`);
	const known = { ...shared, pictured: ready && widths !== null, pages: shared.pages ?? [] };
	return shownAt(
		place,
		known,
		ruled.causes.some(({ cause }) => cause === 'shown-this-visit')
	);
}
