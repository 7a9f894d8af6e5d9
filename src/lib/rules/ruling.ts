/**
 * What a verb's rule answers: may it be done, what then changes, who has to be told, and why.
 * An action writes the effects as they stand; when `allowed` is false there are none.
 */
import type { Cause } from './causes.ts';
import type { Audience, KeepsakeId, MemberId, ShareId, VersionId, Wish } from './facts.ts';

export type Effect =
	| { effect: 'put-away'; keepsakeId: KeepsakeId; memberId: MemberId; at: Date | null }
	| { effect: 'let-go'; keepsakeId: KeepsakeId; memberId: MemberId; at: Date | null }
	| { effect: 'open'; keepsakeId: KeepsakeId; memberId: MemberId; at: Date }
	/** Nobody holds it any more: out of every shared version at once, deleted at that date. */
	| {
			effect: 'release';
			keepsakeId: KeepsakeId;
			leavesSharedVersions: true;
			deletionAt: Date;
	  }
	/** Taken back in time: held again, and not deleted. `releasedAt` is cleared. */
	| { effect: 'hold-again'; keepsakeId: KeepsakeId; at: Date }
	| { effect: 'end-share'; shareId: ShareId; at: Date; by: MemberId }
	| {
			effect: 'share';
			versionId: VersionId;
			audiences: readonly Audience[];
			agreedBy: readonly MemberId[];
			ownWords: boolean;
			at: Date;
	  }
	/** Any other wish that everyone agreed to. */
	| { effect: 'carry-out'; wish: Wish; agreedBy: readonly MemberId[]; at: Date }
	| { effect: 'leave'; memberId: MemberId; at: Date };

export type Ruling<C extends Cause = Cause> = {
	allowed: boolean;
	effects: Effect[];
	tell: MemberId[];
	causes: C[];
};

export function refuse<C extends Cause>(...causes: C[]): Ruling<C> {
	return { allowed: false, effects: [], tell: [], causes };
}

export function allow<C extends Cause>(
	effects: Effect[],
	causes: C[] = [],
	tell: MemberId[] = []
): Ruling<C> {
	return { allowed: true, effects, tell, causes };
}
