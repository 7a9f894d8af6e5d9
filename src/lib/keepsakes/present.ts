import type { VisibilityCause } from '#lib/rules/causes.ts';
import type { Decision } from '#lib/rules/visibility.ts';

/** One of a keepsake's pictures, as a page needs it. */
export type PictureFace = {
	src: string;
	srcset: string;
	/** The address of the largest. */
	largest: string;
	width: number;
	height: number;
};

/** What can be played of a keepsake. `width` null: there is nothing to see. */
export type PlayFace = {
	src: string;
	seconds: number;
	width: number | null;
	height: number | null;
};

/** Why a keeper finds something covered, for the screen to word. */
export type Covered =
	| { why: 'put-away'; since: Date }
	| { why: 'let-go'; since: Date; until: Date | null }
	| { why: 'not-opened' };

/** A keepsake as its keepers' pages show it. Nothing of it that R1 covers is in here. */
export type Face = {
	id: string;
	kind: 'photograph' | 'film' | 'recording' | 'paper' | 'words' | 'file';
	scope: 'mine' | 'box';
	putInAt: Date;
	putInBy: { name: string; you: boolean } | null;
	happenedOn: string | null;
	fileName: string | null;
	bytes: number | null;
	caption: string;
	alt: string;
	coverWords: string;
	words: string | null;
	/** What is said or written in it, as the family put it down. */
	said: string;
	covered: Covered | null;
	/** Null: covered, or not a picture, or not made yet. */
	picture: PictureFace | null;
	/** Null: covered, or nothing to play, or not made yet. Of a photograph: it moves a little. */
	play: PlayFace | null;
	/** The film that came beside the photograph is a file of its own. */
	hasHalf: boolean;
	/** The pages of a paper, on its own page only. */
	pages: Omit<PictureFace, 'srcset' | 'largest'>[];
	pageCount: number | null;
	/** What shows it is still being made. */
	making: boolean;
	/** How much of that is done, from 0 to 1; null: not known. */
	part: number | null;
	/** It is kept, and nothing can be made to show it. */
	cannotShow: boolean;
	/** It waits for what this machine does not have yet. */
	waits: boolean;
	/** It opens with a password only. */
	locked: boolean;
	/** It may be of use to try once more. */
	mayTryAgain: boolean;
};

/** What lies over it, from the causes of the decision; null where it is shown. */
export function coveredBy(decision: Decision): Covered | null {
	if (decision.show === 'full') return null;
	const find = <C extends VisibilityCause['cause']>(cause: C) =>
		decision.causes.find(
			(each): each is Extract<VisibilityCause, { cause: C }> => each.cause === cause
		);
	const letGo = find('let-go');
	const until = find('released')?.deletionAt ?? null;
	if (letGo) return { why: 'let-go', since: letGo.since, until };
	const putAway = find('put-away');
	if (putAway) return { why: 'put-away', since: putAway.since };
	return { why: 'not-opened' };
}
