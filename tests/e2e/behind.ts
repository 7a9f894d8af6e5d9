import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { SUPERUSER } from '#lib/server/postgres/cluster.ts';
import { urlOf } from '#lib/server/postgres/embedded.ts';
import { readRecorded } from '#lib/server/postgres/postmaster.ts';
import { DATABASE } from '#lib/server/postgres/server.ts';

/**
 * A connection of the superuser's to the Postgres of a Lamplight that runs on this data, beside it and
 * not through it. The caller ends it.
 */
export async function behindLamplight(dataDir: string): Promise<pg.Client> {
	const recorded = readRecorded(await realpath(join(dataDir, 'postgres')));
	if (!recorded) throw new Error('No Postgres runs on this data.');
	const password = (await readFile(join(dataDir, 'secrets/postgres-password'), 'utf8')).trim();
	const connectionString = urlOf(recorded.endpoint, DATABASE, { user: SUPERUSER, password });
	const client = new pg.Client({ connectionString });
	await client.connect();
	return client;
}

/** Waits until a connection of the pages stands still in a statement like this, behind a lock. */
export async function untilItWaits(client: pg.Client, statement: string): Promise<void> {
	const giveUpAt = performance.now() + 20_000;
	for (;;) {
		// Within a transaction Postgres goes on telling what it told first.
		await client.query('select pg_stat_clear_snapshot()');
		const { rows } = await client.query(
			`select from pg_stat_activity
			where usename = 'lamplight_web' and wait_event_type = 'Lock' and query ilike $1`,
			[statement]
		);
		if (rows.length > 0) return;
		if (performance.now() > giveUpAt) throw new Error(`Nothing waits in ${statement}.`);
	}
}
