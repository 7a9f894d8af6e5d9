import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findBinaries } from './binaries.ts';
import { ensureCluster, SUPERUSER } from './cluster.ts';
import { lockData, type DataLock } from './dataLock.ts';
import { logFile } from './logFile.ts';
import { passwordOf } from './password.ts';
import { findPlace, linkFromData } from './place.ts';
import { bringUp } from './running.ts';
import type { Endpoint } from './settings.ts';
import { Watch, type State } from './watch.ts';

export type Login = { user: string; password: string };

/** A running embedded Postgres. */
export type Embedded = {
	endpoint: Endpoint;
	/** May do everything; only for making the application's own role and database. */
	superuser: Login;
	/** A connection string for pg and libpq. */
	url(database: string, login: Login): string;
	/** Whether it was still running after an earlier Lamplight was killed. */
	tookOver: boolean;
	/** What the host should know about where it lies, or null. */
	note: string | null;
	state(): State;
	/** Calls back at every change; gives what ends that. */
	onState(listener: (state: State) => void): () => void;
	/** Stops Postgres cleanly and lets go of the data folder. Stop its clients first. */
	stop(): Promise<void>;
};

/**
 * Starts the embedded Postgres of a data folder, or takes over the one that an earlier, killed
 * Lamplight left running there. In the data folder:
 *
 * - `postgres/` the cluster, or (for root, see findPlace) a link to it
 * - `postgres-socket/` its Unix socket
 * - `postgres.log`, `postgres.log.1` what it says; never what a family wrote
 * - `secrets/postgres-password` (0600) its generated password
 * - `lamplight.lock`, `lamplight.pid` who has the folder
 *
 * A Postgres that dies while we run is started again, so that pools need only connect anew.
 *
 * @param options.log takes one line for the host at a time
 * @throws Refusal, with a sentence for the host, when it cannot
 */
export async function startEmbedded(options: {
	dataDir: string;
	log: (line: string) => void;
}): Promise<Embedded> {
	await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
	const dataDir = await realpath(options.dataDir);
	const locks = [await lockData(dataDir)];
	try {
		return await startLocked(dataDir, options.log, locks);
	} catch (error) {
		await releaseAll(locks);
		throw error;
	}
}

async function startLocked(
	dataDir: string,
	log: (line: string) => void,
	locks: DataLock[]
): Promise<Embedded> {
	const place = await findPlace(dataDir);
	// Two copies of a data folder may link to one cluster.
	if (place.note) locks.push(await lockData(dirname(place.cluster)));
	const binaries = await findBinaries(place.runAs);
	const password = await passwordOf(dataDir);
	await ensureCluster(place, binaries, password);
	await linkFromData(dataDir, place.cluster);
	const superuser = { user: SUPERUSER, password };
	const file = logFile(join(dataDir, 'postgres.log'));
	const server = await bringUp({ place, binaries, superuser, file });
	const watch = await Watch.over(server, log);
	return {
		endpoint: server.endpoint,
		superuser,
		url: (database, login) => urlOf(server.endpoint, database, login),
		tookOver: server.tookOver,
		note: place.note,
		state: () => watch.state,
		onState: (listener) => watch.onState(listener),
		async stop() {
			await watch.stop();
			await releaseAll(locks);
		}
	};
}

async function releaseAll(locks: DataLock[]): Promise<void> {
	for (const lock of locks.splice(0).reverse()) await lock.release();
}

/** A connection string. A folder as the host, in percent signs, is what libpq and pg both understand. */
export function urlOf({ host, port }: Endpoint, database: string, login: Login): string {
	const [user, password, at, name] = [login.user, login.password, host, database].map(
		encodeURIComponent
	);
	return `postgres://${user}:${password}@${at}:${port}/${name}`;
}
