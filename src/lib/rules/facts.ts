/**
 * The words in which the rules speak (DESIGN §2): plain facts, as they come out of the tables.
 *
 * A state is a row with who and when, never a boolean; `null` in a date means "has not happened".
 * A rule takes the rows as they are and looks at `now` by itself, so that nothing has to be
 * filtered before. Where a list is long (guests, blocks, what was shown) it is enough to load the
 * rows about this viewer. The keepers of a box must always be loaded whole, with those who left or
 * died.
 */

export type * from './facts/answers.ts';
export type * from './facts/consent.ts';
export type * from './facts/moderation.ts';
export type * from './facts/things.ts';

declare const named: unique symbol;

/** A string known to be the id of one kind of thing. */
export type Id<Name extends string> = string & { readonly [named]: Name };

export type MemberId = Id<'member'>;
export type BoxId = Id<'box'>;
export type KeepsakeId = Id<'keepsake'>;
export type StoryId = Id<'story'>;
export type VersionId = Id<'version'>;
export type ProposalId = Id<'proposal'>;
export type DelegationId = Id<'delegation'>;
export type ShareId = Id<'share'>;
export type VisitId = Id<'visit'>;

/** Whoever looks. `visit` is the session cookie under which covers were lifted, if there is one. */
export type Viewer =
	| { kind: 'stranger'; visit: VisitId | null }
	| {
			kind: 'member';
			id: MemberId;
			visit: VisitId | null;
			suspended: boolean;
			peer: boolean;
			moderator: boolean;
	  };

export type Scope = 'mine' | 'box';
export type Audience = 'family' | 'peers' | 'anyone';
export type KeepsakeKind = 'photograph' | 'film' | 'recording' | 'paper' | 'words' | 'file';

/** Box ⇢ keeper. `leftAt` also when the account ended; `diedAt` once the host has seen proof. */
export type Keeper = {
	memberId: MemberId;
	joinedAt: Date;
	leftAt: Date | null;
	diedAt: Date | null;
};

export type Guest = { memberId: MemberId; joinedAt: Date; withdrawnAt: Date | null };

/** A keeper of the box blocks a member. */
export type Block = { keeperId: MemberId; memberId: MemberId; at: Date; endedAt: Date | null };

export type TakeDown = { reason: string; at: Date; liftedAt: Date | null };

/**
 * A moderation matter. `moderatorId` null: nobody has taken it up, and any moderator may but those
 * for whom it is not (R7): their own, of a family they know, passed on, decided before.
 */
export type Matter = {
	moderatorId: MemberId | null;
	openedAt: Date;
	closedAt: Date | null;
	notFor: readonly MemberId[];
};

/** What moderation may have said about a box, a keepsake or a story. */
export type Moderated = { takedowns: readonly TakeDown[]; matters: readonly Matter[] };

export type Box = Moderated & {
	id: BoxId;
	keepers: readonly Keeper[];
	guests: readonly Guest[];
	blocks: readonly Block[];
};

/** One keeper's own hold on one keepsake. */
export type Hold = {
	memberId: MemberId;
	heldSince: Date;
	openedAt: Date | null;
	putAwayAt: Date | null;
	letGoAt: Date | null;
};

export type Keepsake = Moderated & {
	id: KeepsakeId;
	/** Null while nobody has claimed what was left for safe keeping. */
	putInBy: MemberId | null;
	putInAt: Date;
	/** Written when the last hold ended, and cleared when somebody takes it back. */
	releasedAt: Date | null;
	/** When it was last taken back from nobody. It does not return into what was shared before. */
	heldAgainAt: Date | null;
	scope: Scope;
	kind: KeepsakeKind;
	holds: readonly Hold[];
};

export type Story = Moderated & { id: StoryId; writerId: MemberId; scope: Scope };

/** A keepsake as it stands in a version. */
export type Placement = {
	keepsakeId: KeepsakeId;
	kind: KeepsakeKind;
	scope: Scope;
	putInBy: MemberId | null;
	covered: boolean;
	/** Of the keepsake: see there. */
	heldAgainAt: Date | null;
};

/** How the readers of a story may answer it (R4), the least first. */
export type Answers = 'none' | 'with_you' | 'letters';

/** A lived fact that is shown; of a list each item by itself: `cause:cord`. `coarse`: only roughly. */
export type LivedShown = { fact: string; coarse: boolean };

/** What goes out with a story beside its words and keepsakes. */
export type Going = {
	/** May be found by others here. */
	findable: boolean;
	answers: Answers;
	lived: readonly LivedShown[];
	/** What it speaks of, for readers who leave a subject out. */
	subjects: readonly string[];
};

/** One keeper took something of it back, or added a subject, over all that was agreed by then. */
export type Narrowing = {
	storyId: StoryId;
	setting: 'findable' | 'with_you' | 'letters' | 'lived' | 'subject';
	/** Which lived fact, or which subject. */
	what: string | null;
	by: MemberId;
	at: Date;
};

/** What an edit makes and what the keepers agree to: frozen from the moment it exists. */
export type Version = Going & {
	id: VersionId;
	storyId: StoryId;
	ownWords: boolean;
	keepsakes: readonly Placement[];
};

/** What was agreed: this version, for these audiences, resting on the yes of these keepers. */
export type Share = {
	id: ShareId;
	storyId: StoryId;
	versionId: VersionId;
	ownWords: boolean;
	audiences: readonly Audience[];
	agreedBy: readonly MemberId[];
	agreedAt: Date;
	endedAt: Date | null;
	endedBy: MemberId | null;
};

/** A reader pressed "Show": for this visit, this version and this keepsake. */
export type Shown = { visit: VisitId; versionId: VersionId; keepsakeId: KeepsakeId; at: Date };
