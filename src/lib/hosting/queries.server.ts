import type { Db } from '#lib/server/database/pools.ts';
import type { Tx } from '#lib/server/database/viewer.ts';

/** What a host can set. Where nothing is set: no name of its own, and the door is open. */
export type SiteSettings = { siteName: string; keepSafeOpen: boolean };

/** The site's settings; anybody may read them. */
export async function siteSettings(db: Db): Promise<SiteSettings> {
	const rows = await db
		.selectFrom('siteSetting')
		.where('key', 'in', ['site_name', 'keep_safe_open'])
		.select(['key', 'value'])
		.execute();
	const values = new Map(rows.map((row) => [row.key, row.value]));
	const siteName = values.get('site_name');
	return {
		siteName: typeof siteName === 'string' ? siteName : '',
		keepSafeOpen: values.get('keep_safe_open') !== false
	};
}

export type Asking = { id: string; name: string; words: string; askedAt: Date };
export type Welcomed = { id: string; name: string; welcomedAt: Date };

/** Who asks to be welcomed, longest waiting first, and who was. Row-level security shows a host alone. */
export async function peers(tx: Tx): Promise<{ asking: Asking[]; welcomed: Welcomed[] }> {
	const asking = await tx
		.selectFrom('peerRequest as r')
		.innerJoin('member as p', 'p.id', 'r.memberId')
		.where('p.endedAt', 'is', null)
		.orderBy('r.askedAt')
		.select(['p.id', 'p.name', 'r.words', 'r.askedAt'])
		.execute();
	const welcomed = await tx
		.selectFrom('peerWelcome as w')
		.innerJoin('member as p', 'p.id', 'w.memberId')
		.where('p.endedAt', 'is', null)
		.orderBy('w.welcomedAt', 'desc')
		.select(['p.id', 'p.name', 'w.welcomedAt'])
		.execute();
	return { asking, welcomed };
}
