import { sql } from 'kysely';
import type { SignedIn, Tx } from './database/viewer.ts';
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

/** Keeps settings by their keys, with who changed them and when; the others stay as they are. */
export async function keepSettings(
	tx: Tx,
	viewer: SignedIn,
	settings: Record<string, unknown>
): Promise<void> {
	const changed = { changedBy: viewer.id, changedAt: sql<Date>`now()` };
	const rows = Object.entries(settings).map(([key, value]) => ({
		key,
		value: JSON.stringify(value),
		...changed
	}));
	await tx
		.insertInto('siteSetting')
		.values(rows)
		.onConflict((on) =>
			on.column('key').doUpdateSet((row) => ({
				value: row.ref('excluded.value'),
				changedBy: row.ref('excluded.changedBy'),
				changedAt: row.ref('excluded.changedAt')
			}))
		)
		.execute();
}
