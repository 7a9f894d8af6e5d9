/**
 * R1.5 and R2: does a share stand? Asked on every look and not only when it is written, so that a
 * share which not everybody agreed to, or which rested on somebody who has left, shows nothing.
 */
import type { VisibilityCause } from '../causes.ts';
import type { Box, MemberId, Share, Story, VersionSeen } from '../facts.ts';
import { happened } from '../moments.ts';
import { statusOf, wasThere } from '../presence.ts';

/** Null when this very version is out; else why not. A keepsake in it makes it nobody's own words. */
export function whyNotShared(
	seen: VersionSeen & { keepsake?: unknown },
	now: Date
): VisibilityCause | null {
	const { share, story, box, versionId } = seen;
	if (!share || share.versionId !== versionId || share.storyId !== story.id) {
		return { cause: 'not-shared' };
	}
	const ownWords = share.ownWords && !seen.keepsake;
	return whyNotStanding({ ...share, ownWords }, story, box, now);
}

/** Null while the share stands; else what ended it, or what it lacks. */
export function whyNotStanding(
	share: Share,
	story: Pick<Story, 'writerId'>,
	box: Box,
	now: Date
): VisibilityCause | null {
	if (share.agreedAt > now || share.audiences.length === 0) return { cause: 'not-shared' };
	if (happened(share.endedAt, now)) return { cause: 'brought-back' };
	const gone = share.agreedBy.find((memberId) => hasLeftSince(memberId, share, box, now));
	if (gone !== undefined) return { cause: 'agreed-with-one-who-left', memberId: gone };
	const missing = neededThen(share, story, box).filter((id) => !share.agreedBy.includes(id));
	if (missing.length > 0 || share.agreedBy.length === 0) {
		return { cause: 'not-agreed-by-all', missing };
	}
	return null;
}

function neededThen(share: Share, story: Pick<Story, 'writerId'>, box: Box): MemberId[] {
	if (share.ownWords) return [story.writerId];
	return box.keepers
		.filter((keeper) => wasThere(keeper, share.agreedAt))
		.map((keeper) => keeper.memberId);
}

/**
 * True when it rested on the yes of somebody who has left since. The dead have stayed; whoever
 * came back has to be asked anew. Of a member who never kept this box nothing can be said: gone.
 */
function hasLeftSince(memberId: MemberId, share: Share, box: Box, now: Date): boolean {
	const rows = box.keepers.filter((keeper) => keeper.memberId === memberId);
	const then = rows.filter((keeper) => wasThere(keeper, share.agreedAt));
	return rows.length === 0 || then.some((keeper) => statusOf(keeper, now) === 'left');
}
