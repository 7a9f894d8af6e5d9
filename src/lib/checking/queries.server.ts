import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';

/** When everything in a box was last read again, and whether something of this keeper's is damaged. */
export type BoxKeeping = { checkedAt: Date; damaged: boolean };

/** Null where it was not read yet, or is not the viewer's. */
export async function boxKeeping(tx: Tx, box: string): Promise<BoxKeeping | null> {
	const { rows } = await sql<{ keeping: { checkedAt: string; damaged: boolean } | null }>`
		select box_keeping(${box}) as keeping`.execute(tx);
	const keeping = rows[0]?.keeping;
	return keeping ? { ...keeping, checkedAt: new Date(keeping.checkedAt) } : null;
}

/** Keepsakes that are kept and cannot be shown: how many, and the latest by their ids. */
type NotShown = { count: number; latest: { id: string; kind: string; why: string }[] };

/** The last check that was done, and what stands open: ids alone. Row-level security shows a host. */
export async function keepingOfSite(tx: Tx) {
	const last = await tx
		.selectFrom('fileCheck')
		.selectAll()
		.where('phase', '=', 'done')
		.orderBy('endedAt', 'desc')
		.executeTakeFirst();
	const findings = await tx
		.selectFrom('fileFinding')
		.select(['id', 'place', 'what', 'address', 'keepsakeId', 'foundAt', 'mendedAt'])
		.orderBy('mendedAt', (by) => by.desc().nullsFirst())
		.orderBy('foundAt', 'desc')
		.limit(200)
		.execute();
	const { rows } = await sql<{ told: NotShown }>`select not_shown() as told`.execute(tx);
	return { last: last ?? null, findings, notShown: rows[0]?.told ?? { count: 0, latest: [] } };
}

export type SiteKeeping = Awaited<ReturnType<typeof keepingOfSite>>;
