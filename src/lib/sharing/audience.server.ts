import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { whyNotStanding } from '#lib/rules/consent.ts';
import type { Audience, BoxId, Share, StoryId } from '#lib/rules/facts.ts';
import { loadConsentFacts } from './facts.server.ts';
import { nameOf, namesIn } from './names.server.ts';

/** A story that is out. */
type SharedTitle = { storyId: StoryId; title: string };

/** Who can see what is in a box, as its keepers are told. */
export type AudienceSummary = {
	/** The others who keep it. */
	others: string[];
	/** The family who were invited, by the names they were given. */
	guests: string[];
	/** What each audience can read: `anyone` includes the others. */
	readable: Record<Audience, SharedTitle[]>;
};

export async function audienceSummary(
	tx: Tx,
	boxId: BoxId,
	viewer: SignedIn,
	now: Date
): Promise<AudienceSummary> {
	const facts = await loadConsentFacts(tx, boxId);
	const names = await namesIn(tx, boxId);
	const standing = facts.shares.filter((share) => {
		const story = facts.stories.find((each) => each.id === share.storyId);
		return story && whyNotStanding(share, story, facts.box, now) === null;
	});
	const hiddenFrom = (audience: Audience, { storyId }: Share) => {
		const down = facts.stories
			.find(({ id }) => id === storyId)
			?.takedowns.filter(({ liftedAt }) => liftedAt === null);
		// The family need not wait for the look at a first story, where it is for them as well.
		return down?.some(({ reason }) => audience !== 'family' || reason !== 'first_look');
	};
	const titles = await titlesOf(tx, standing);
	const readableBy = (audience: Audience) =>
		standing
			.filter((share) => {
				const reached = ([audience, 'anyone'] as const).filter((each) =>
					share.audiences.includes(each)
				);
				return reached.some((each) => !hiddenFrom(each, share));
			})
			.map(({ storyId, versionId }) => ({ storyId, title: titles.get(versionId) ?? '' }));
	return {
		others: facts.box.keepers
			.filter((each) => each.leftAt === null && each.diedAt === null)
			.filter((each) => each.memberId !== viewer.id)
			.map((each) => nameOf(names, each.memberId)),
		guests: await guestNames(tx, boxId),
		readable: {
			family: readableBy('family'),
			peers: readableBy('peers'),
			anyone: readableBy('anyone')
		}
	};
}

async function titlesOf(tx: Tx, shares: readonly Share[]): Promise<Map<string, string>> {
	const ids = shares.map((each) => each.versionId);
	if (ids.length === 0) return new Map();
	const rows = await tx
		.selectFrom('storyVersion')
		.where('id', 'in', ids)
		.select(['id', 'title'])
		.execute();
	return new Map(rows.map((row) => [row.id, row.title]));
}

/** The family who were invited into a box and are guests still, by the names they were given. */
export async function guestNames(tx: Tx, boxId: BoxId): Promise<string[]> {
	const rows = await tx
		.selectFrom('guest')
		.where('boxId', '=', boxId)
		.where('withdrawnAt', 'is', null)
		.orderBy('joinedAt')
		.select('name')
		.execute();
	return rows.map((row) => row.name);
}
