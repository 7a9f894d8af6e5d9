import { settingOf } from '#lib/server/siteSetting.ts';
import type { Db } from '#lib/server/database/pools.ts';
import type { Tx } from '#lib/server/database/viewer.ts';

/** When moderators are there, in the host's own words; empty: not said. */
export async function moderatorHours(db: Db): Promise<string> {
	const hours = await settingOf(db, 'moderator_hours');
	return typeof hours === 'string' ? hours : '';
}

/** Whom moderators may talk to, in the host's own words; empty: nobody is named. */
export async function supportWords(tx: Tx): Promise<string> {
	const row = await tx.selectFrom('moderatorSupport').select('words').executeTakeFirst();
	return row?.words ?? '';
}
