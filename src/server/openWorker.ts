import { setTimeout as pause } from 'node:timers/promises';
import { assemble } from '#lib/server/assemble.ts';
import { isAway } from '#lib/server/database/away.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPools } from '#lib/server/database/pools.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { isTaken } from '#lib/server/postgres/dataLock.ts';
import { reachPostgres } from '#lib/server/postgres/reach.ts';
import type { Settings } from '#lib/server/settings.ts';

export type Worker = {
	/** Begins nothing more, lets what was begun end, then closes everything but Postgres. */
	close(): Promise<void>;
};

const pollMs = 250;
/** How long a database that has just been started may take to be made. */
const patienceMs = 60_000;

/**
 * Does the jobs, beside whoever serves the pages: Postgres is the host's own, or that of the Lamplight
 * which has the data folder; it is waited for. Any number of workers may be at work: each job is done
 * by one of them, and what one had begun when it was killed is begun again by another. Throws the
 * signal's reason where that comes while it waits.
 */
export async function openWorker(
	settings: Settings,
	log: (line: string) => void,
	stopping: AbortSignal
): Promise<Worker> {
	const { databaseUrl, dataDir, secret } = settings;
	if (!databaseUrl) await untilOpen(dataDir, log, stopping);
	const where = { databaseUrl: databaseUrl ?? undefined, dataDir, log };
	const { ownerUrl } = await reachPostgres(where);
	await (databaseUrl ? migrate(ownerUrl, secret) : migrateOnceThere(ownerUrl, secret, stopping));
	const pools = openPools(ownerUrl, secret);
	try {
		const lamplight = await assemble(settings, pools);
		await lamplight.siteName.refresh();
		const jobs = await startJobs(lamplight);
		return {
			async close() {
				await jobs.stop();
				lamplight.pictures.close();
				lamplight.films.close();
				await pools.close();
			}
		};
	} catch (error) {
		await pools.close();
		throw error;
	}
}

/** A worker never starts the Postgres of a data folder: it would keep the folder from its Lamplight. */
async function untilOpen(
	dataDir: string,
	log: (line: string) => void,
	signal: AbortSignal
): Promise<void> {
	if (isTaken(dataDir)) return;
	log(`Waiting for Lamplight to be started on ${dataDir}.`);
	while (!isTaken(dataDir)) await pause(pollMs, undefined, { signal });
}

/** Also while the Lamplight beside us is just making its database. */
async function migrateOnceThere(
	ownerUrl: string,
	secret: string,
	signal: AbortSignal
): Promise<void> {
	const giveUpAt = performance.now() + patienceMs;
	for (;;) {
		try {
			await migrate(ownerUrl, secret);
			return;
		} catch (error) {
			const later = isAway(error) || isNotMadeYet(error);
			if (!later || performance.now() > giveUpAt) throw error;
			await pause(pollMs, undefined, { signal });
		}
	}
}

/** What Postgres says of a role (28…) or a database that is not there. */
function isNotMadeYet(error: unknown): boolean {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return ['28000', '28P01', '3D000'].includes(code);
}
