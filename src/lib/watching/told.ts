import type { MatterKind, MatterState } from '#lib/rules/facts.ts';
import type { Judging, SharedStory } from '#lib/stories/queries.server.ts';

/** A matter in the queue, as `open_matters` in SQL tells it: not a word of what it is about. */
export type OpenMatter = {
	id: string;
	kind: MatterKind;
	concern: string;
	state: MatterState;
	openedAt: string;
	waitsSince: string | null;
	heldBy: string | null;
	heldByName: string | null;
	decidedBefore: boolean;
};

/** One keepsake of the story in a matter, with how this moderator asked to see it. */
export type KeepsakeBefore = {
	id: string;
	kind: string;
	scope: 'mine' | 'box';
	putInBy: string | null;
	putInAt: string;
	covered: boolean;
	alt: string;
	caption: string;
	coverWords: string;
	sights: { size: 'small' | 'large'; at: string }[];
};

/** The whole of a matter, as `matter_before` in SQL tells it to whoever has it before them. */
export type MatterBefore = {
	id: string;
	kind: MatterKind;
	concern: string;
	state: MatterState;
	openedAt: string;
	taking: string;
	takenAt: string;
	storyId: string | null;
	letterId: string | null;
	memberId: string | null;
	told: Record<string, string | number | boolean | null>;
	reports: { concern: string; words: string; at: string; account: boolean }[];
	steps: { verb: string; reason: string | null; words: string; at: string }[];
	/** Null: it was brought back, and is not for anybody outside any more. */
	story: (SharedStory & { body: string; keepsakes: KeepsakeBefore[] }) | null;
	judging: Judging;
};
