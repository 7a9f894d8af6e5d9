import { sql } from 'kysely';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { quietOf } from '#lib/server/quiet/quietOf.ts';
import { sayFace } from './face.ts';

export type LettersPage = {
	/** Correspondences, the one with the newest letter first. */
	correspondences: {
		root: string;
		about: string | null;
		/** The viewer wrote first. */
		own: boolean;
		face: string;
		/** How the viewer's own latest letter in it begins; null: they wrote none. Of others, nothing is shown unopened. */
		begins: string | null;
		latestAt: Date;
	}[];
	/** In which the viewer's day is reckoned (IANA). */
	zone: string;
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
		.select(sql<string>`left(body, 200)`.as('start'))
		.select(sql<string | null>`letter_about(root_id)`.as('about'))
		.execute();
	const byRoot = Map.groupBy(letters, ({ rootId }) => rootId);
	const correspondences = [...byRoot].flatMap(([root, all]) => {
		const first = all.find(({ id }) => id === root);
		if (!first) return [];
		const times = all.map(({ id, sentAt }) => arrivedAt.get(id) ?? sentAt);
		const latestAt = new Date(Math.max(...times.map((at) => at.getTime())));
		const own = first.fromId === viewer.id;
		const written = all.filter(({ fromId }) => fromId === viewer.id);
		const latest = written.toSorted((a, b) => b.sentAt.getTime() - a.sentAt.getTime())[0];
		const begins = latest ? beginningOf(latest.start) : null;
		return [{ root, about: first.about, own, face: sayFace(first, now), begins, latestAt }];
	});
	return {
		correspondences: correspondences.toSorted(
			(a, b) => b.latestAt.getTime() - a.latestAt.getTime()
		),
		zone: (await quietOf(tx, viewer.id)).zone,
		drafts: await drafts(tx),
		toReadFirst: await toReadFirst(tx, viewer)
	};
}

const mostBeginning = 60;

/** The first words, on one line. */
function beginningOf(text: string): string {
	const line = text.trim().replaceAll(/\s+/g, ' ');
	if (line.length <= mostBeginning) return line;
	return `${line.slice(0, mostBeginning).replace(/\s+\S*$/, '')} …`;
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
