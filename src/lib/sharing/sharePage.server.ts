import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { mayPropose, needsYesOf, whyNotStanding } from '#lib/rules/consent.ts';
import type { Lived } from '#lib/rules/going.ts';
import { shownAs } from '#lib/rules/lived.ts';
import { suggestedBy, type Subject } from '#lib/rules/subjects.ts';
import type {
	Audience,
	BoxId,
	ConsentFacts,
	Story,
	StoryId,
	VersionId,
	Wish
} from '#lib/rules/facts.ts';
import {
	placeInBox,
	plainText,
	type Known as Made,
	type Reading
} from '#lib/stories/queries.server.ts';
import { guestNames } from './audience.server.ts';
import { contentOf, contentOut } from './content.server.ts';
import { loadConsentFacts } from './facts.server.ts';
import { nameOf, namesIn, type Names } from './names.server.ts';
import type { GoesOut, GoingChosen } from './going.ts';
import { otherNames, sorry } from './proposeShare.server.ts';
import { asKeeperSees, readAs, readWithin, type Content, type Looking } from './reading.server.ts';
import type { Choices } from './schema.ts';
import { draftNow, freeze, type DraftNow } from './version.server.ts';
import { waitingProposals, type Waiting } from './waiting.server.ts';

/** One keepsake to choose for. `picture`: null while it is covered for this keeper, or there is none. */
export type KeepsakeToChoose = {
	id: string;
	kind: Made['kind'];
	picture: string | null;
	/** It is covered for this keeper. */
	away: boolean;
	/** What shows it is made. */
	ready: boolean;
	/** What is heard of a recording; null while it is covered, or not made. */
	heard: string | null;
	/** A photograph that could move. */
	canMove: boolean;
	moving: boolean;
	said: string;
	caption: string;
	alt: string;
	coverWords: string;
	covered: boolean;
	/** Only this keeper has it until now. */
	onlyMine: boolean;
};

/** What is out now. */
export type Standing = {
	title: string;
	audiences: readonly Audience[];
	/** Shown to readers without a cover: each can be covered again by one keeper. */
	open: { id: string; kind: Made['kind']; caption: string }[];
	/** As it goes out now; each of it can be taken back by one keeper. */
	going: GoesOut;
};

/** What the writer can choose; absent for the other keepers. */
export type Writing = {
	title: string;
	revision: number;
	byline: string;
	audiences: readonly Audience[];
	going: GoingChosen;
	lived: { said: Lived; thisYear: number };
	/** What the story may speak of, by its words: nothing of it is marked by itself. */
	suggested: Subject[];
	keepsakes: KeepsakeToChoose[];
	isEmpty: boolean;
};

export type SharePage = {
	viewer: SignedIn;
	boxId: BoxId;
	storyId: StoryId;
	standing: Standing | null;
	waiting: Waiting[];
	writing: Writing | null;
	/** What another keeper wrote, as it was last laid before everyone who keeps it. */
	reading: Reading | null;
	/** Where this keeper may ask to share that version. */
	again: Again | null;
	/** Who else keeps this box, and the family who were invited. */
	others: string[];
	guests: string[];
	/** Set once something was chosen. */
	look: Look | null;
};

/** A version that somebody else wrote, and whose yes it takes beside this keeper's. */
export type Again = { versionId: VersionId; asks: string[]; going: GoesOut };

/** What would go out, before it is asked. */
export type Look = {
	as: Audience;
	reading: Reading | null;
	going: GoesOut;
	/** Whose yes it takes beside the writer's; empty: nobody's. */
	asks: string[];
	/** An open question of the writer's own gives way to it. */
	replaces: boolean;
	/** Why it cannot be asked now. */
	refused: string | null;
};

/** The page on which a story is shared and brought back. `choices`: what its writer would share. */
export async function sharePage(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	storyId: string,
	{ chosen, now }: { chosen: { choices: Choices; as: Audience | null } | null; now: Date }
): Promise<SharePage> {
	const facts = await loadConsentFacts(tx, boxId);
	const story = facts.stories.find((each) => each.id === storyId);
	if (!story) throw new NotFound();
	const names = await namesIn(tx, boxId);
	const known = { facts, story, viewer, names, now };
	const draft = story.writerId === viewer.id ? await draftNow(tx, boxId, story.id, now) : null;
	const waiting = await waitingProposals(tx, boxId, viewer, now);
	return {
		viewer,
		boxId,
		storyId: story.id,
		standing: await standingNow(tx, known),
		waiting: waiting.filter((each) => isAbout(each, story.id, facts)),
		writing: draft && (await writingNow(tx, draft, known)),
		...(draft ? { reading: null, again: null } : await writtenByAnother(tx, known)),
		others: otherKeepers(known),
		guests: await guestNames(tx, boxId),
		look: draft && chosen ? lookAt(draft, chosen.choices, chosen.as, known) : null
	};
}

type Known = { facts: ConsentFacts; story: Story; viewer: SignedIn; names: Names; now: Date };

function isAbout(waiting: Waiting, storyId: StoryId, facts: ConsentFacts): boolean {
	const wish = facts.proposals.find((each) => each.id === waiting.id)?.wish;
	return wish?.kind === 'share' && wish.storyId === storyId;
}

function standingShare({ facts, story, now }: Known) {
	return facts.shares.find(
		(each) => each.storyId === story.id && whyNotStanding(each, story, facts.box, now) === null
	);
}

async function standingNow(tx: Tx, known: Known): Promise<Standing | null> {
	const share = standingShare(known);
	if (!share) return null;
	const { title, keepsakes, going } = await contentOut(
		tx,
		share,
		known.facts.narrowings,
		known.now
	);
	const open = keepsakes.filter((each) => !each.covered);
	return {
		title,
		audiences: share.audiences,
		open: open.map(({ id, kind, caption }) => ({ id, kind, caption })),
		going
	};
}

async function writtenByAnother(
	tx: Tx,
	known: Known
): Promise<Pick<SharePage, 'reading' | 'again'>> {
	const last = await tx
		.selectFrom('storyVersion')
		.where('storyId', '=', known.story.id)
		.orderBy('number', 'desc')
		.limit(1)
		.select('id')
		.executeTakeFirst();
	if (!last) return { reading: null, again: null };
	const versionId = last.id as VersionId;
	const [content, looking] = [await contentOf(tx, versionId), lookingFor(known)];
	const again = askingAgain(versionId, content.going, known);
	const reading = again ? readAs([], content, looking) : readWithin(content, looking);
	return { reading, again };
}

/** Null where it is not this keeper's to ask: own words, a keepsake kept private, or asked already. */
function askingAgain(versionId: VersionId, going: GoesOut, known: Known): Again | null {
	const { facts, story, viewer, names, now } = known;
	const isOpen = facts.proposals.some(
		({ closedAt, wish }) => closedAt === null && wish.kind === 'share' && wish.storyId === story.id
	);
	if (isOpen || standingShare(known)) return null;
	const wish: Wish = { kind: 'share', storyId: story.id, versionId, audiences: ['family'] };
	const barred = mayPropose(viewer.id, wish, facts, now).causes.some(
		({ cause }) => cause === 'not-theirs-to-propose' || cause === 'no-such-version'
	);
	const asks = needsYesOf(wish, facts, now).filter((each) => each !== viewer.id);
	return barred ? null : { versionId, going, asks: asks.map((each) => nameOf(names, each)) };
}

/** The draft, with what was chosen the last time where it was chosen before. */
async function writingNow(tx: Tx, draft: DraftNow, known: Known): Promise<Writing> {
	const last = known.facts.proposals.findLast(
		({ wish }) => wish.kind === 'share' && wish.storyId === draft.storyId
	)?.wish;
	const before = last?.kind === 'share' ? await contentOf(tx, last.versionId) : null;
	const placed = new Map(before?.keepsakes.map((each) => [each.id, each]));
	const looking = lookingFor(known);
	return {
		title: draft.title,
		revision: draft.revision,
		byline: before?.byline ?? known.viewer.name,
		audiences: last?.kind === 'share' ? last.audiences : [],
		going: chosenBefore(before?.going),
		lived: { said: draft.said, thisYear: draft.year },
		suggested: suggestedBy(`${draft.title}\n${plainText(draft.body)}`),
		isEmpty: !draft.title.trim() && !draft.body.trim(),
		keepsakes: draft.keepsakes.map((keepsake) => {
			const chosen = placed.get(keepsake.id) ?? keepsake;
			const { caption, alt, coverWords, covered, said, moving } = chosen;
			const { id, kind, ready, pictured, play } = keepsake;
			const away = asKeeperSees(keepsake, null, looking) !== 'full';
			return {
				...{ id, kind, ready, away, caption, alt, coverWords, covered, said, moving },
				picture: pictured && !away ? looking.place(keepsake).pictures : null,
				heard: kind === 'recording' && play && !away ? looking.place(keepsake).play : null,
				canMove: kind === 'photograph' && play !== null,
				onlyMine: keepsake.scope === 'mine'
			};
		})
	};
}

function chosenBefore(going: GoesOut | undefined): GoingChosen {
	if (!going) return { findable: false, answers: 'none', shown: {}, subjects: [] };
	const { findable, answers, lived, subjects } = going;
	return { findable, answers, shown: shownAs(lived), subjects: [...subjects] };
}

function lookAt(draft: DraftNow, choices: Choices, as: Audience | null, known: Known): Look {
	const { facts, viewer, names, now } = known;
	const frozen = freeze(draft, choices, otherNames({ facts, viewer }, names));
	const content: Content = { ...frozen, versionId: frozen.version.id };
	const wish: Wish = {
		kind: 'share',
		storyId: draft.storyId,
		versionId: frozen.version.id,
		audiences: choices.audiences
	};
	const after = { ...facts, versions: [...facts.versions, frozen.version] };
	const ruling = mayPropose(viewer.id, wish, after, now);
	const audience = as ?? choices.audiences.at(-1) ?? 'family';
	const through = choices.audiences.includes('anyone')
		? 'anyone'
		: choices.audiences.find((each) => each === audience);
	return {
		as: audience,
		reading: through ? readAs([through], content, lookingFor(known)) : null,
		going: frozen.going,
		asks: needsYesOf(wish, after, now)
			.filter((each) => each !== viewer.id)
			.map((each) => nameOf(names, each)),
		replaces: facts.proposals.some(
			({ closedAt, proposedBy, wish: other }) =>
				closedAt === null &&
				proposedBy === viewer.id &&
				other.kind === 'share' &&
				other.storyId === draft.storyId
		),
		refused: ruling.allowed ? null : sorry(ruling.causes, names)
	};
}

function lookingFor({ facts, story, viewer, now }: Known): Looking {
	const place: Looking['place'] = ({ id }) => placeInBox(facts.box.id, id);
	return { viewer, box: facts.box, story, now, place };
}

function otherKeepers({ facts, viewer, names }: Known): string[] {
	return facts.box.keepers
		.filter((each) => each.leftAt === null && each.diedAt === null)
		.filter((each) => each.memberId !== viewer.id)
		.map((each) => nameOf(names, each.memberId));
}
