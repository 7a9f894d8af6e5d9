import type { Tx } from '#lib/server/database/viewer.ts';
import { whyNotStanding } from '#lib/rules/consent.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { loadConsentFacts } from './facts.server.ts';

/** Whether a version of this story is out by everybody's yes. */
export async function isShared(tx: Tx, box: BoxId, storyId: string, now: Date): Promise<boolean> {
	const facts = await loadConsentFacts(tx, box);
	const story = facts.stories.find((each) => each.id === storyId);
	return facts.shares.some(
		(share) =>
			story && share.storyId === storyId && whyNotStanding(share, story, facts.box, now) === null
	);
}
