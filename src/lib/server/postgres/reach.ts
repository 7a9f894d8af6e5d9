import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isTaken } from './dataLock.ts';
import { urlOf } from './embedded.ts';
import { isOurs, readRecorded } from './postmaster.ts';
import { Refusal } from './refusal.ts';
import { DATABASE, openPostgres, OWNER, type Postgres } from './server.ts';
import type { Endpoint } from './settings.ts';

const POLL_MS = 50;
const PATIENCE_MS = 60_000;

/**
 * The Postgres of this Lamplight for a command beside it: the host's own where `databaseUrl` is
 * given; the embedded one of a Lamplight that is running on this data folder, which is joined and
 * left running; else the embedded one is started, and `stop()` stops it.
 *
 * @throws Refusal, with a sentence for the host, when there is no Postgres to be had
 */
export async function reachPostgres(options: {
	databaseUrl?: string | undefined;
	dataDir: string;
	log: (line: string) => void;
}): Promise<Postgres> {
	const { databaseUrl, dataDir } = options;
	if (databaseUrl || !isTaken(dataDir)) return openPostgres(options);
	const endpoint = await endpointOf(dataDir);
	const password = await readFile(join(dataDir, 'secrets', 'postgres-password'), 'utf8');
	const login = { user: OWNER, password: password.trim() };
	return { ownerUrl: urlOf(endpoint, DATABASE, login), embedded: null, stop: async () => {} };
}

/** Waits while the other Lamplight is just starting. */
async function endpointOf(dataDir: string): Promise<Endpoint> {
	const giveUpAt = performance.now() + PATIENCE_MS;
	for (;;) {
		const cluster = await realpath(join(dataDir, 'postgres')).catch(() => null);
		const found = cluster === null ? null : readRecorded(cluster);
		if (cluster && found?.status === 'ready' && isOurs(found.pid, cluster)) return found.endpoint;
		if (performance.now() > giveUpAt) {
			throw new Refusal(
				`Lamplight is running on ${dataDir}, but its database does not answer. ` +
					'Look at postgres.log there, or stop Lamplight and try again.'
			);
		}
		await wait(POLL_MS);
	}
}
