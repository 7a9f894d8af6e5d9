import { sql } from 'kysely';
import type { BoxId } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';

/** A box itself, as each of its pages shows it to a keeper. */
export type BoxFace = {
	id: BoxId;
	name: string | null;
	bornOn: string | null;
	diedOn: string | null;
	dueOn: string | null;
	weeks: number | null;
	happened: string | null;
	/** The names of the others who keep it, in the order in which they came. */
	others: string[];
};

/** The box of this id. Throws `NotFound` where the viewer does not keep it. */
export async function boxFace(tx: Tx, viewer: SignedIn, id: BoxId): Promise<BoxFace> {
	const box = await tx
		.selectFrom('box')
		.where('id', '=', id)
		.select(['name', 'bornOn', 'diedOn', 'dueOn', 'weeks', 'happened'])
		.executeTakeFirst();
	if (!box) throw new NotFound();
	const others = await tx
		.selectFrom('keeper as k')
		.innerJoin('member as m', 'm.id', 'k.memberId')
		.where('k.boxId', '=', id)
		.where('k.leftAt', 'is', null)
		.where('k.diedAt', 'is', null)
		.where('k.memberId', '<>', viewer.id)
		.orderBy('k.joinedAt')
		.select('m.name')
		.execute();
	return { id, ...box, others: others.map(({ name }) => name) };
}

/** Does anything wait, covered, that this keeper has not opened; did they remove anything? */
export async function coversOf(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId
): Promise<{ unopened: boolean; removed: boolean }> {
	const { rows } = await sql<{ unopened: boolean; removed: boolean }>`
		select
			coalesce(bool_or(
				k.kind <> 'words' and k.released_at is null and h.let_go_at is null
				and h.put_away_at is null
				and (h.opened_at is null or (k.scope = 'box' and h.opened_at < own.joined_at))
			), false) as unopened,
			coalesce(bool_or(h.let_go_at is not null), false) or exists (
				select from story s
				where s.box_id = ${box} and s.writer_id = ${viewer.id} and s.let_go_at is not null
			) as removed
		from keepsake k
		join keeper own on own.box_id = k.box_id and own.member_id = ${viewer.id}
			and own.left_at is null
		left join hold h on h.keepsake_id = k.id and h.member_id = ${viewer.id}
		where k.box_id = ${box}`.execute(tx);
	return rows[0] ?? { unopened: false, removed: false };
}
