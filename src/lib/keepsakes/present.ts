import type { VisibilityCause } from '#lib/rules/causes.ts';
import type { Decision } from '#lib/rules/visibility.ts';

/** One of a keepsake's pictures, as a page needs it. */
export type PictureFace = { src: string; srcset: string; width: number; height: number };

/** Why a keeper finds something covered, for the screen to word. */
export type Covered =
	| { why: 'put-away'; since: Date }
	| { why: 'let-go'; since: Date; until: Date | null }
	| { why: 'not-opened' };

/** A keepsake as its keepers' pages show it. Nothing of it that R1 covers is in here. */
export type Face = {
	id: string;
	kind: 'photograph' | 'words' | 'file';
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
	covered: Covered | null;
	/** Null: covered, or not a picture, or not made yet. */
	picture: PictureFace | null;
	/** Its pictures are still being made. */
	making: boolean;
	/** It is kept, and no picture of it can be made. */
	cannotShow: boolean;
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
