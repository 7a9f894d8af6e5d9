import type { Tx } from '#lib/server/database/viewer.ts';
import { whyNotStanding } from '#lib/rules/consent.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { loadConsentFacts } from './facts.server.ts';

/** Whether a version of this story is out by everybody's yes. */
export async function isShared(tx: Tx, box: BoxId, storyId: string, now: Date): Promise<boolean> {
	return (await sharedStories(tx, box, now)).has(storyId);
}

/** The stories of a box of which a version is out by everybody's yes. */
export async function sharedStories(tx: Tx, boxId: BoxId, now: Date): Promise<Set<string>> {
	const { stories, shares, box } = await loadConsentFacts(tx, boxId);
	const isOut = (story: (typeof stories)[number]) =>
		shares.some(
			(share) => share.storyId === story.id && whyNotStanding(share, story, box, now) === null
		);
	return new Set(stories.filter(isOut).map(({ id }) => id));
}
