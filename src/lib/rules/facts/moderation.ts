/** R7: matters and those who look at them, as the rules see them. */
import type { BoxId, MemberId } from '../facts.ts';

export type MatterKind = 'report' | 'letter' | 'first_story' | 'danger';
export type MatterState = 'clear' | 'reported' | 'held' | 'released' | 'removed' | 'appealed';

/** A matter with all that bears on who may have it before them and what they may do. */
export type MatterFacts = {
	kind: MatterKind;
	/** What it is about, as a code. */
	concern: string;
	state: MatterState;
	closedAt: Date | null;
	boxId: BoxId | null;
	/** Whoever has it before them. */
	takenBy: MemberId | null;
	/** What moderators decided about it, in order. */
	decisions: readonly { verb: string; from: MatterState; by: MemberId }[];
	/** Who passed it on, no reason asked. */
	passedOnBy: readonly MemberId[];
	reporters: readonly MemberId[];
	/** Whose words they are, and who else is in them: keepers of the box, sender and receivers. */
	concerned: readonly MemberId[];
};

export type ModeratorFacts = {
	id: MemberId;
	endedAt: Date | null;
	suspended: boolean;
	/** Kinds and concerns they stepped back from. */
	aside: readonly string[];
	/** The memory boxes of families they said they know. */
	knows: readonly BoxId[];
};
