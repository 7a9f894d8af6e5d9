import type { Tx } from '#lib/server/database/viewer.ts';
import type { BoxId, MemberId } from '#lib/rules/facts.ts';
import { m } from '#lib/paraglide/messages.js';

export type Names = ReadonlyMap<MemberId, string>;

/** The names by which the keepers of a box go, present or not. */
export async function namesIn(tx: Tx, boxId: BoxId): Promise<Names> {
	const rows = await tx
		.selectFrom('member')
		.where('id', 'in', (eb) =>
			eb.selectFrom('keeper').where('boxId', '=', boxId).select('memberId')
		)
		.select(['id', 'name'])
		.execute();
	return new Map(rows.map((row) => [row.id as MemberId, row.name]));
}

/** A name, or "somebody" where none is known. */
export function nameOf(names: Names, memberId: MemberId): string {
	return names.get(memberId) || m.sharing_somebody();
}
