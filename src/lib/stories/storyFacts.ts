import type { Others } from '#lib/meeting/queries.server.ts';
import type { Lived } from '#lib/rules/going.ts';
import type {
	Answers,
	Audience,
	Block,
	Box,
	BoxId,
	Guest,
	Hold,
	Keeper,
	Keepsake,
	KeepsakeId,
	KeepsakeKind,
	Matter,
	MemberId,
	Scope,
	Share,
	ShareId,
	StoryId,
	TakeDown,
	Thing,
	VersionId,
	Viewer,
	VisitId
} from '#lib/rules/facts.ts';
import type { PictureWidths, Playable } from './reading.ts';
import type { SignedIn } from '#lib/server/database/viewer.ts';

/** A row as it travels in JSON: its moments are ISO 8601 text. */
type Told<Row> = {
	[Key in keyof Row]: Row[Key] extends Date | null ? ToldMoment<Row[Key]> : Row[Key];
};
type ToldMoment<Moment> = Moment extends Date ? string : Moment;

/** What `story_facts` and `story_list` in SQL have in common. */
export type SharedStory = {
	storyId: StoryId;
	boxId: BoxId;
	shareId: ShareId;
	versionId: VersionId;
	ownWords: boolean;
	writerId: MemberId;
	scope: Scope;
	title: string;
	byline: string;
	toFamily: boolean;
	toPeers: boolean;
	toAnyone: boolean;
	/** What goes out with it now. */
	findable: boolean;
	answers: Answers;
	lived: Lived;
	subjects: string[];
	agreedBy: MemberId[];
	agreedAt: string;
};

type InBox = { boxId: BoxId };

/** What R1 asks about the boxes and stories of an answer, as `judging_facts` in SQL tells it. */
export type Judging = {
	keepers: (Told<Keeper> & InBox)[];
	takedowns: (Told<TakeDown> & { storyId: StoryId })[];
	/** Where the viewer is a guest, and whose keepers blocked them. */
	guests: (Told<Guest> & InBox)[];
	blocks: (Told<Block> & InBox)[];
};

/** One keepsake of the shared version, as `photograph_facts` in SQL tells it. */
export type SharedKeepsake = {
	id: KeepsakeId;
	kind: KeepsakeKind;
	scope: Scope;
	putInBy: MemberId | null;
	putInAt: string;
	caption: string;
	alt: string;
	coverWords: string;
	covered: boolean;
	said: string;
	/** What is played of it, where that is part of the version and made. */
	play: Playable | null;
	/** Of a paper. */
	pages: { number: number; width: number; height: number }[] | null;
	pageCount: number | null;
	width: number | null;
	height: number | null;
	/** How wide each of its pictures is; null: none is made. */
	widths: PictureWidths | null;
	/** What shows it is made. */
	ready: boolean;
	/** Since when nobody holds it any more. */
	releasedAt: string | null;
	/** When it was last taken back from nobody. */
	heldAgainAt: string | null;
	holds: Told<Hold>[];
	/** Since when this visit has it uncovered. */
	shownAt: string | null;
};

/** A whole shared story, as `story_facts` in SQL tells it. */
export type ToldStory = SharedStory & {
	body: string;
	photographs: SharedKeepsake[];
	/** Of which facts shown here others have been through, too; null: of none it can be said. */
	others: Others[] | null;
};
export type StoryFacts = { story: ToldStory; judging: Judging };

/** Whoever looks, in the words of the rules. On a reader’s page a moderator is a reader like any other. */
export function viewerOf(signedIn: SignedIn | null, visit: string | null): Viewer {
	const visitId = visit as VisitId | null;
	if (!signedIn) return { kind: 'stranger', visit: visitId };
	const { id, suspended, peer } = signedIn;
	return { kind: 'member', id, visit: visitId, suspended, peer, moderator: false };
}

export function audiencesOf(story: SharedStory): Audience[] {
	const all: [boolean, Audience][] = [
		[story.toFamily, 'family'],
		[story.toPeers, 'peers'],
		[story.toAnyone, 'anyone']
	];
	return all.flatMap(([shared, audience]) => (shared ? [audience] : []));
}

/**
 * The story as R1 is asked about it: this very version, with the share that stands for it. `matters`:
 * what lies before moderators about it, where one of them asks.
 */
export function versionThing(
	story: SharedStory,
	judging: Judging,
	matters: readonly Matter[] = []
): Extract<Thing, { kind: 'version' }> {
	const { storyId, versionId, writerId, scope } = story;
	const takedowns = judging.takedowns.filter((each) => each.storyId === storyId);
	return {
		kind: 'version',
		box: boxOf(story.boxId, judging),
		story: {
			...{ id: storyId, writerId, scope, matters },
			takedowns: takedowns.map(({ reason, at, liftedAt }) => ({
				...{ reason, at: moment(at), liftedAt: maybe(liftedAt) }
			}))
		},
		versionId,
		proposed: false,
		share: shareOf(story)
	};
}

function boxOf(id: BoxId, { keepers, guests, blocks }: Judging): Box {
	const here = ({ boxId }: InBox) => boxId === id;
	return {
		...{ id, takedowns: [], matters: [] },
		keepers: keepers.filter(here).map(({ memberId, joinedAt, leftAt, diedAt }) => ({
			...{ memberId, joinedAt: moment(joinedAt), leftAt: maybe(leftAt), diedAt: maybe(diedAt) }
		})),
		guests: guests.filter(here).map(({ memberId, joinedAt, withdrawnAt }) => ({
			...{ memberId, joinedAt: moment(joinedAt), withdrawnAt: maybe(withdrawnAt) }
		})),
		blocks: blocks.filter(here).map(({ keeperId, memberId, at, endedAt }) => ({
			...{ keeperId, memberId, at: moment(at), endedAt: maybe(endedAt) }
		}))
	};
}

/** One keepsake in it, as R1 is asked about it, with what this visit has uncovered. */
export function keepsakeThing(
	version: Extract<Thing, { kind: 'version' }>,
	shared: SharedKeepsake,
	visit: string | null
): Extract<Thing, { kind: 'version-keepsake' }> {
	const { id, kind, scope, putInBy, putInAt, holds, covered, shownAt } = shared;
	const { releasedAt, heldAgainAt } = shared;
	const keepsake: Keepsake = {
		...{ id, kind, scope, putInBy, putInAt: moment(putInAt), takedowns: [], matters: [] },
		...{ releasedAt: maybe(releasedAt), heldAgainAt: maybe(heldAgainAt) },
		holds: holds.map((hold) => ({
			memberId: hold.memberId,
			heldSince: moment(hold.heldSince),
			openedAt: maybe(hold.openedAt),
			putAwayAt: maybe(hold.putAwayAt),
			letGoAt: maybe(hold.letGoAt)
		}))
	};
	const { versionId } = version;
	const at = maybe(shownAt);
	return {
		...version,
		kind: 'version-keepsake',
		keepsake,
		covered,
		shown: visit && at ? [{ visit: visit as VisitId, versionId, keepsakeId: id, at }] : []
	};
}

function shareOf(story: SharedStory): Share {
	const { shareId, storyId, versionId, ownWords, agreedBy, agreedAt } = story;
	return {
		id: shareId,
		storyId,
		versionId,
		ownWords,
		audiences: audiencesOf(story),
		agreedBy,
		agreedAt: moment(agreedAt),
		endedAt: null,
		endedBy: null
	};
}

function moment(text: string): Date {
	return new Date(text);
}

function maybe(text: string | null): Date | null {
	return text === null ? null : new Date(text);
}
