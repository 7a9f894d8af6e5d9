import { sql } from 'kysely';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { sayFace } from './face.ts';
import { paragraphsOf, writingAt, type LetterWriting } from './drafts.server.ts';
import { mayWrite } from './place.server.ts';

/** One letter as the viewer has it. */
export type LetterSeen = {
	id: string;
	own: boolean;
	/** Who wrote it, as far as they allow; null: the viewer, or a keeper of the story without a name. */
	from: string | null;
	paragraphs: string[];
	at: Date;
	/** Of one's own: 'sent', 'may_appeal' … and nothing of how it fared besides. */
	told: string | null;
	/** Whoever wrote it is blocked by the viewer. */
	blocked: boolean;
	/** Subjects it speaks of which the viewer leaves out: it lies covered until they open it. */
	leftOut: string[];
};

/** Somebody the viewer writes with here: whoever wrote first, or a keeper who answered. */
export type Partner = {
	/** The first letter of theirs that the viewer has: what stands for them on the page. */
	letter: string;
	name: string | null;
	/** The viewer would be known to them by name. */
	named: boolean;
	ended: boolean;
	/** By the viewer. Whoever is blocked is not told. */
	blocked: boolean;
	/** The viewer may write to them now. */
	open: boolean;
	/** What the viewer typed to them so far, which stays theirs where it can be sent no more. */
	writing: LetterWriting;
};

export type Correspondence = {
	root: string;
	about: string | null;
	story: string | null;
	own: boolean;
	letters: LetterSeen[];
	partners: Partner[];
};

/**
 * A correspondence as one of those who take part has it. Throws `NotFound` for anybody else. A keeper
 * sees what reached them and what they wrote, and nothing of what passed between the other keepers and
 * whoever wrote. `opened`: a letter that was covered and that the viewer asked to see.
 */
export async function correspondence(
	tx: Tx,
	viewer: SignedIn,
	rootId: string,
	{ now, opened }: { now: Date; opened: string | null }
): Promise<Correspondence> {
	const root = uuidOrMissing(rootId);
	const delivered = await tx
		.selectFrom('letterDelivery')
		.where('memberId', '=', viewer.id)
		.where('stage', '=', 'delivered')
		.select(['letterId', 'deliveredAt'])
		.execute();
	const arrivedAt = new Map(delivered.map((each) => [each.letterId, each.deliveredAt]));
	const found = await tx
		.selectFrom('letter')
		.where('rootId', '=', root)
		.orderBy('sentAt')
		.select(['id', 'storyId', 'fromId', 'weeks', 'year', 'body', 'subjects', 'sentAt'])
		.select(sql<string | null>`letter_told(id)`.as('told'))
		.select(sql<string | null>`letter_about(root_id)`.as('about'))
		.execute();
	const rows = found.filter(({ id, fromId }) => fromId === viewer.id || arrivedAt.has(id));
	const first = rows.find(({ id }) => id === root);
	if (!first) throw new NotFound();
	const own = first.fromId === viewer.id;
	const theirs = own ? rows.filter(({ fromId }) => fromId !== viewer.id) : [first];
	const partners = new Map<string, Partner>();
	for (const { id, fromId } of theirs) {
		if (partners.has(fromId)) continue;
		partners.set(fromId, { letter: id, ...(await partnerOf(tx, viewer, root, fromId, own)) });
	}
	const out = await tx.selectFrom('leftOut').select('subject').execute();
	const leavesOut = new Set(out.map(({ subject }) => subject));
	const letters = rows
		.map((row): LetterSeen => {
			const isOwn = row.fromId === viewer.id;
			const name = partners.get(row.fromId)?.name ?? null;
			const covered = !isOwn && row.id !== opened;
			return {
				id: row.id,
				own: isOwn,
				from: isOwn ? null : (name ?? (own ? null : sayFace(row, now))),
				paragraphs: paragraphsOf(row.body),
				at: arrivedAt.get(row.id) ?? row.sentAt,
				told: isOwn ? row.told : null,
				blocked: partners.get(row.fromId)?.blocked ?? false,
				leftOut: covered ? row.subjects.filter((subject) => leavesOut.has(subject)) : []
			};
		})
		.toSorted((a, b) => a.at.getTime() - b.at.getTime());
	return {
		root,
		about: first.about,
		story: first.about === null ? null : first.storyId,
		own,
		letters: letters.map((each) => (each.leftOut.length > 0 ? { ...each, paragraphs: [] } : each)),
		partners: [...partners.values()]
	};
}

async function partnerOf(
	tx: Tx,
	viewer: SignedIn,
	root: string,
	id: string,
	own: boolean
): Promise<Omit<Partner, 'letter'>> {
	const keeper = own ? id : viewer.id;
	const { rows } = await sql<Pick<Partner, 'name' | 'named' | 'ended' | 'blocked'>>`
		select
			name_in(${root}, ${id}) as name,
			exists (select from letter_named where root_id = ${root} and to_id = ${id}) as named,
			letters_ended(${root}, ${keeper}) as ended,
			exists (select from block where member_id = ${id} and lifted_at is null) as blocked
	`.execute(tx);
	const place = { storyId: null, rootId: root, toId: id };
	return {
		name: rows[0]?.name ?? null,
		named: rows[0]?.named ?? false,
		ended: rows[0]?.ended ?? false,
		blocked: rows[0]?.blocked ?? false,
		open: await mayWrite(tx, place),
		writing: await writingAt(tx, place)
	};
}
