/** R2: wishes, answers, and what the rules of consent look at. */
import type {
	Audience,
	Box,
	DelegationId,
	KeepsakeId,
	MemberId,
	Narrowing,
	ProposalId,
	Share,
	Story,
	StoryId,
	Version,
	VersionId
} from '../facts.ts';

/** A wish to widen (R2), exactly as it is put to the keepers. `audiences` is the whole set. */
export type Wish =
	| { kind: 'share'; storyId: StoryId; versionId: VersionId; audiences: readonly Audience[] }
	| { kind: 'uncover'; storyId: StoryId; versionId: VersionId; keepsakeId: KeepsakeId }
	| { kind: 'invite_guest'; invitee: string }
	| { kind: 'invite_keeper'; invitee: string }
	| { kind: 'findable'; storyId: StoryId; versionId: VersionId }
	| { kind: 'show_name'; storyId: StoryId; versionId: VersionId; whose: MemberId | 'baby' }
	| { kind: 'show_lived_fact'; storyId: StoryId; versionId: VersionId; fact: string }
	| { kind: 'allow_letters'; storyId: StoryId; versionId: VersionId };

export type DecisionKind = Wish['kind'];

export type Proposal = {
	id: ProposalId;
	wish: Wish;
	proposedBy: MemberId;
	proposedAt: Date;
	remindedAt: Date | null;
	closedAt: Date | null;
	/** Why it was closed; null while it is open. */
	closedAs: 'agreed' | 'declined' | 'taken_back' | 'replaced' | null;
};

/** One answer; answers are only ever added. `viaDelegation`: a record of "decide for me". */
export type Answer = {
	proposalId: ProposalId;
	memberId: MemberId;
	answer: 'yes' | 'not_yet' | 'no';
	viaDelegation: DelegationId | null;
	at: Date;
};

/** "Decide for me": one keeper names one keeper for one kind of decision. */
export type Delegation = {
	id: DelegationId;
	giverId: MemberId;
	namedId: MemberId;
	kind: DecisionKind;
	givenAt: Date;
	endedAt: Date | null;
};

/** What the rules of consent look at: everything of one box that bears on its questions. */
export type ConsentFacts = {
	box: Box;
	stories: readonly Story[];
	versions: readonly Version[];
	shares: readonly Share[];
	narrowings: readonly Narrowing[];
	proposals: readonly Proposal[];
	answers: readonly Answer[];
	delegations: readonly Delegation[];
};
