import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { isLive } from '#lib/rules/consent.ts';
import type {
	Audience,
	BoxId,
	ConsentFacts,
	MemberId,
	Proposal,
	ProposalId,
	Story
} from '#lib/rules/facts.ts';
import {
	placeBelow,
	placeInBox,
	plainText,
	shownAt,
	type KeepsakeSeen,
	type Reading
} from '#lib/stories/queries.server.ts';
import { proposalIn } from './answer.server.ts';
import { changesBetween, isSame, type Changes } from './changes.ts';
import { contentOf, contentOut } from './content.server.ts';
import { loadConsentFacts } from './facts.server.ts';
import type { GoesOut } from './going.ts';
import { nameOf, namesIn, type Names } from './names.server.ts';
import { stillUnlessMoving } from './placed.server.ts';
import { asKeeperSees, readAs, type Content, type Looking } from './reading.server.ts';
import { subjectsOf, waitingFor, type Waiting } from './waiting.server.ts';

/** A keepsake of the version as a keeper finds it. */
type KeepsakeAsked = {
	id: string;
	kind: KeepsakeSeen['kind'];
	/** Leads to it without its cover, in the memory box. Null: it is known only by this question. */
	href: string | null;
	/** Known only by this question until now, its giver had kept it to themselves: itself, to look at here. */
	here: Extract<KeepsakeSeen, { show: 'full' }> | null;
	caption: string;
	alt: string;
	/** As readers would have it. */
	covered: boolean;
};

/** What would go out, as far as the chosen audience would see it. */
export type Asked = {
	as: Audience;
	/** Null: this audience would see nothing of it. */
	reading: Reading | null;
	going: GoesOut;
	keepsakes: KeepsakeAsked[];
	/** What is different from what is out now; null where nothing is. */
	changes: Changes | null;
};

export type ProposalPage = {
	viewer: SignedIn;
	boxId: BoxId;
	proposalId: ProposalId;
	storyId: string | null;
	/** Null: the question is closed. */
	waiting: Waiting | null;
	about: string;
	closedAs: Proposal['closedAs'] | 'void';
	/** The question that took its place, where one is open. */
	newer: ProposalId | null;
	/** Closed, and this keeper's own no keeps it so. */
	mayReopen: boolean;
	/** Who could decide this kind of thing for this keeper: whoever asks. */
	decider: { id: MemberId; name: string } | null;
	asked: Asked | null;
};

/** One question as one keeper has it. Throws `NotFound` where there is none for them in this box. */
export async function proposalPage(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	proposalId: string,
	{ as, now }: { as: Audience | null; now: Date }
): Promise<ProposalPage> {
	const facts = await loadConsentFacts(tx, boxId);
	const proposal = proposalIn({ facts }, proposalId);
	const names = await namesIn(tx, boxId);
	const about = (await subjectsOf(tx, [proposal])).get(proposal.id) ?? '';
	const open = proposal.closedAt === null ? waitingFor(proposal, facts, viewer, names, now) : null;
	const known = { facts, viewer, now };
	return {
		viewer,
		boxId,
		proposalId: proposal.id,
		storyId: proposal.wish.kind === 'share' ? proposal.wish.storyId : null,
		waiting: open && { ...open, about },
		about,
		closedAs: proposal.closedAs ?? (open ? null : 'void'),
		newer: newerThan(proposal, facts),
		mayReopen: mayReopen(proposal, facts, viewer),
		decider: open?.yours ? deciderOf(proposal, names, known) : null,
		asked: open ? await askedAbout(tx, proposal, as, known) : null
	};
}

type Known = { facts: ConsentFacts; viewer: SignedIn; now: Date };

/** Whoever asks could decide for this keeper from now on, where nobody does so yet. */
function deciderOf({ proposedBy: id, wish }: Proposal, names: Names, known: Known) {
	const { facts, viewer, now } = known;
	const decided = facts.delegations.some(
		(each) => each.giverId === viewer.id && each.kind === wish.kind && isLive(each, facts.box, now)
	);
	return id === viewer.id || decided ? null : { id, name: nameOf(names, id) };
}

async function askedAbout(
	tx: Tx,
	{ id, wish }: Proposal,
	as: Audience | null,
	known: Known
): Promise<Asked | null> {
	const story =
		wish.kind === 'share' && known.facts.stories.find((each) => each.id === wish.storyId);
	if (wish.kind !== 'share' || !story) return null;
	const looking = lookingAt(id, story, known);
	const content = await contentOf(tx, wish.versionId);
	const changes = await changesIn(tx, content, wish.audiences, story, known);
	// As the widest of those who would be new to it.
	const audience = as ?? (changes?.moreFor.at(-1) || wish.audiences.at(-1)) ?? 'family';
	const through = wish.audiences.includes('anyone')
		? 'anyone'
		: wish.audiences.find((each) => each === audience);
	return {
		as: audience,
		reading: through ? readAs([through], content, looking) : null,
		going: content.going,
		keepsakes: keepsakesAsked(content, looking),
		changes
	};
}

function lookingAt(proposalId: ProposalId, story: Story, known: Known): Looking {
	const { facts, viewer, now } = known;
	const inBox = `/box/${facts.box.id}`;
	return {
		viewer,
		box: facts.box,
		story,
		now,
		place: ({ id, scope, putInBy }) =>
			scope === 'box' || putInBy === viewer.id
				? placeInBox(facts.box.id, id)
				: placeBelow(`${inBox}/proposal/${proposalId}/shown/${id}`)
	};
}

function keepsakesAsked(content: Content, looking: Looking): KeepsakeAsked[] {
	const { viewer, box } = looking;
	return content.keepsakes.flatMap((keepsake) => {
		if (asKeeperSees(keepsake, content.versionId, looking) === 'hidden') return [];
		const { id, kind, caption, alt, covered, scope, putInBy } = keepsake;
		const onlyHere = scope === 'mine' && putInBy !== viewer.id;
		const seen = shownAt(looking.place(keepsake), stillUnlessMoving(keepsake), false);
		return [
			{
				...{ id, kind, caption, alt, covered },
				href: onlyHere ? null : `/box/${box.id}/keepsake/${id}`,
				here: onlyHere && seen.show === 'full' ? seen : null
			}
		];
	});
}

async function changesIn(
	tx: Tx,
	content: Content,
	audiences: readonly Audience[],
	story: Story,
	{ facts, now }: Known
): Promise<Changes | null> {
	const share = facts.shares.find((each) => each.storyId === story.id && each.endedAt === null);
	if (!share) return null;
	const before = {
		...(await contentOut(tx, share, facts.narrowings, now)),
		audiences: share.audiences
	};
	const words = (body: string) => plainText(body).split('\n\n');
	const changes = changesBetween(before, { ...content, audiences }, words);
	return isSame(changes) ? null : changes;
}

function newerThan(proposal: Proposal, { proposals }: ConsentFacts): ProposalId | null {
	const { wish } = proposal;
	if (proposal.closedAt === null || wish.kind !== 'share') return null;
	const found = proposals.findLast(
		(each) =>
			each.closedAt === null && each.wish.kind === 'share' && each.wish.storyId === wish.storyId
	);
	return found?.id ?? null;
}

/** The last word this keeper said to it was no, and nobody asks any more. */
function mayReopen(proposal: Proposal, facts: ConsentFacts, viewer: SignedIn): boolean {
	if (proposal.closedAt === null || proposal.wish.kind !== 'share') return false;
	const last = facts.answers.findLast(
		(each) => each.proposalId === proposal.id && each.memberId === viewer.id
	);
	return last?.answer === 'no' && newerThan(proposal, facts) === null;
}
