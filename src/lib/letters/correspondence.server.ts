import { sql } from 'kysely';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { sayFace } from './face.ts';
import { draftTo, mayWrite } from './send.server.ts';

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
	/** Subjects it speaks of which the viewer leaves out: it lies covered until they open it. */
	leftOut: string[];
};

/** Somebody the viewer writes with here: whoever wrote first, or a keeper who answered. */
export type Partner = {
	id: string;
	name: string | null;
	/** The viewer would be known to them by name. */
	named: boolean;
	ended: boolean;
	/** The viewer may write to them now; with what was typed so far. */
	writing: { draft: string } | null;
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
		.select(['id', 'storyId', 'fromId', 'toId', 'weeks', 'year', 'body', 'subjects', 'sentAt'])
		.select(sql<string | null>`letter_told(id)`.as('told'))
		.select(sql<string | null>`letter_about(root_id)`.as('about'))
		.execute();
	const rows = found.filter(({ id, fromId }) => fromId === viewer.id || arrivedAt.has(id));
	const first = rows.find(({ id }) => id === root);
	if (!first) throw new NotFound();
	const own = first.fromId === viewer.id;
	const partnerIds = own
		? [...new Set(rows.filter(({ fromId }) => fromId !== viewer.id).map(({ fromId }) => fromId))]
		: [first.fromId];
	const partners: Partner[] = [];
	for (const id of partnerIds) partners.push(await partnerOf(tx, viewer, root, id, own));
	const out = await tx.selectFrom('leftOut').select('subject').execute();
	const leavesOut = new Set(out.map(({ subject }) => subject));
	const letters = rows
		.map((row): LetterSeen => {
			const isOwn = row.fromId === viewer.id;
			const name = partners.find(({ id }) => id === row.fromId)?.name ?? null;
			const covered = !isOwn && row.id !== opened;
			return {
				id: row.id,
				own: isOwn,
				from: isOwn ? null : (name ?? (own ? null : sayFace(row, now))),
				paragraphs: row.body.split(/\n{2,}/).map((part) => part.trim()),
				at: arrivedAt.get(row.id) ?? row.sentAt,
				told: isOwn ? row.told : null,
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
		partners
	};
}

async function partnerOf(
	tx: Tx,
	viewer: SignedIn,
	root: string,
	id: string,
	own: boolean
): Promise<Partner> {
	const keeper = own ? id : viewer.id;
	const { rows } = await sql<{ name: string | null; named: boolean; ended: boolean }>`
		select
			name_in(${root}, ${id}) as name,
			exists (select from letter_named where root_id = ${root} and to_id = ${id}) as named,
			letters_ended(${root}, ${keeper}) as ended
	`.execute(tx);
	const to = { root, to: id };
	const may = await mayWrite(tx, to);
	return {
		id,
		name: rows[0]?.name ?? null,
		named: rows[0]?.named ?? false,
		ended: rows[0]?.ended ?? false,
		writing: may ? { draft: await draftTo(tx, to) } : null
	};
}
