import { sql } from 'kysely';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { sayFace } from './face.ts';

export type LettersPage = {
	/** Correspondences, the one with the newest letter first. */
	correspondences: {
		root: string;
		about: string | null;
		/** The viewer wrote first. */
		own: boolean;
		face: string;
		latestAt: Date;
	}[];
	drafts: { to: string; href: string; savedAt: Date }[];
	/** Letters for somebody else that the viewer reads first. */
	toReadFirst: { copy: string; name: string }[];
};

/** The viewer's letters: what they wrote and what reached them. Nothing is counted. */
export async function lettersPage(tx: Tx, viewer: SignedIn, now: Date): Promise<LettersPage> {
	const delivered = await tx
		.selectFrom('letterDelivery')
		.where('memberId', '=', viewer.id)
		.where('stage', '=', 'delivered')
		.select(['letterId', 'deliveredAt'])
		.execute();
	const arrivedAt = new Map(delivered.map((each) => [each.letterId, each.deliveredAt]));
	const letters = await tx
		.selectFrom('letter')
		.where((eb) =>
			eb.or([eb('fromId', '=', viewer.id), eb('id', 'in', [...arrivedAt.keys(), noId])])
		)
		.select(['id', 'rootId', 'fromId', 'weeks', 'year', 'sentAt'])
		.select(sql<string | null>`letter_about(root_id)`.as('about'))
		.execute();
	const byRoot = Map.groupBy(letters, ({ rootId }) => rootId);
	const correspondences = [...byRoot].flatMap(([root, all]) => {
		const first = all.find(({ id }) => id === root);
		if (!first) return [];
		const times = all.map(({ id, sentAt }) => arrivedAt.get(id) ?? sentAt);
		const latestAt = new Date(Math.max(...times.map((at) => at.getTime())));
		const own = first.fromId === viewer.id;
		return [{ root, about: first.about, own, face: sayFace(first, now), latestAt }];
	});
	return {
		correspondences: correspondences.toSorted(
			(a, b) => b.latestAt.getTime() - a.latestAt.getTime()
		),
		drafts: await drafts(tx),
		toReadFirst: await toReadFirst(tx, viewer)
	};
}

const noId = '00000000-0000-0000-0000-000000000000';

async function drafts(tx: Tx): Promise<LettersPage['drafts']> {
	const rows = await tx
		.selectFrom('letterDraft as d')
		.leftJoin('share as s', (join) =>
			join.onRef('s.storyId', '=', 'd.storyId').on('s.endedAt', 'is', null)
		)
		.leftJoin('storyVersion as v', 'v.id', 's.versionId')
		.where('d.body', '<>', '')
		.orderBy('d.savedAt', 'desc')
		.select(['d.storyId', 'd.rootId', 'd.savedAt', 'v.title'])
		.select(sql<string | null>`letter_about(d.root_id)`.as('about'))
		.execute();
	const drafts = rows.map(({ storyId, rootId, savedAt, title, about }) => ({
		to: title ?? about ?? '',
		href: storyId ? `/story/${storyId}/letter` : `/letters/${rootId}`,
		savedAt
	}));
	// Two versions of a letter lie on one page.
	return drafts.filter(({ href }, at) => drafts.findIndex((each) => each.href === href) === at);
}

async function toReadFirst(tx: Tx, viewer: SignedIn): Promise<LettersPage['toReadFirst']> {
	const rows = await tx
		.selectFrom('letterDelivery as d')
		.leftJoin('member as m', 'm.id', 'd.memberId')
		.where('d.readerId', '=', viewer.id)
		.where('d.stage', '=', 'trusted')
		.orderBy('d.stageAt')
		.select(['d.id', 'm.name'])
		.execute();
	return rows.map(({ id, name }) => ({ copy: id, name: name ?? '' }));
}
