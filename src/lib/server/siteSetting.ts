import type { Db } from './database/pools.ts';

/** What the host set under this key, as they set it; null where they set nothing. */
export async function settingOf(db: Db, key: string): Promise<unknown> {
	const row = await db
		.selectFrom('siteSetting')
		.where('key', '=', key)
		.select('value')
		.executeTakeFirst();
	return row?.value ?? null;
}
