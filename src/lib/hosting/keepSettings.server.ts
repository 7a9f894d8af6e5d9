import { sql } from 'kysely';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';

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
