export { hostWords } from './setup/words.server.ts';
export { setupPage } from './setup/setupPage.server.ts';

import type { Db } from '#lib/server/database/pools.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { peersAsking, type Asking } from '#lib/watching/queries.server.ts';

/**
 * What a host can set. Where nothing is set: no name of its own, the door is open, and a memory box
 * may hold as much as its family has.
 */
export type SiteSettings = {
	siteName: string;
	keepSafeOpen: boolean;
	/** In bytes, originals alone; null: no limit. */
	boxBytes: number | null;
	/** The screen for letters learns from what moderators decide. */
	screenLearns: boolean;
};

/** The site's settings; anybody may read them. */
export async function siteSettings(db: Db): Promise<SiteSettings> {
	const rows = await db
		.selectFrom('siteSetting')
		.where('key', 'in', ['site_name', 'keep_safe_open', 'box_bytes', 'screen_learns'])
		.select(['key', 'value'])
		.execute();
	const values = new Map(rows.map((row) => [row.key, row.value]));
	const [siteName, boxBytes] = [values.get('site_name'), values.get('box_bytes')];
	return {
		siteName: typeof siteName === 'string' ? siteName : '',
		keepSafeOpen: values.get('keep_safe_open') !== false,
		boxBytes: typeof boxBytes === 'number' ? boxBytes : null,
		screenLearns: values.get('screen_learns') === true
	};
}

export type Welcomed = { id: string; name: string; welcomedAt: Date };

/** Who asks to be welcomed, longest waiting first, and who was. Row-level security shows a host alone. */
export async function peers(tx: Tx): Promise<{ asking: Asking[]; welcomed: Welcomed[] }> {
	const welcomed = await tx
		.selectFrom('peerWelcome as w')
		.innerJoin('member as p', 'p.id', 'w.memberId')
		.where('p.endedAt', 'is', null)
		.orderBy('w.welcomedAt', 'desc')
		.select(['p.id', 'p.name', 'w.welcomedAt'])
		.execute();
	return { asking: await peersAsking(tx), welcomed };
}
