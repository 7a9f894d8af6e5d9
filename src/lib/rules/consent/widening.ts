/**
 * R2: which changes widen, and so take everybody's yes; everything the other way narrows, takes
 * one keeper and holds at once.
 */
import type { Audience, VersionId } from '../facts.ts';

/**
 * A setting before and after. Covered, or with a subject marked, is the narrow side; for all others
 * false is. Nobody can put another keeper out: what can be taken away is an invitation, while it has not been taken up.
 */
export type Change =
	| { setting: 'audiences'; from: readonly Audience[]; to: readonly Audience[] }
	| { setting: 'version'; from: VersionId | null; to: VersionId | null }
	| { setting: 'covered' | 'subject-marked'; from: boolean; to: boolean }
	| {
			setting:
				'guest' | 'keeper-invitation' | 'findable' | 'name-shown' | 'lived-fact-shown' | 'letters';
			from: boolean;
			to: boolean;
	  };

/** True when any reader could receive anything by it that they could not before. */
export function isWidening(change: Change): boolean {
	switch (change.setting) {
		case 'audiences':
			return change.to.some((audience) => !change.from.includes(audience));
		case 'version':
			return change.to !== null && change.to !== change.from;
		case 'covered':
		case 'subject-marked':
			return change.from && !change.to;
		default:
			return !change.from && change.to;
	}
}
