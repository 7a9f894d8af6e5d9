import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Binaries } from './binaries.ts';
import type { LogFile } from './logFile.ts';
import type { Place } from './place.ts';
import { isOurs, readRecorded, startPostmaster, stopPostmaster } from './postmaster.ts';
import { Refusal } from './refusal.ts';
import { DURABLE, fingerprint, fixedSettings, socketEndpoint, type Endpoint } from './settings.ts';

/** Everything that a start needs to know. */
export type Setup = {
	place: Place;
	binaries: Binaries;
	superuser: { user: string; password: string };
	file: LogFile;
};

/** The one Postgres of a data folder, over all its starts. Its endpoint stays the same. */
export type Server = Setup & { endpoint: Endpoint; tookOver: boolean };

const POLL_MS = 50;
const CONNECT_MS = 10_000;
// A backend that is deep in a query may outlive its killed postmaster a little.
const LEFT_OVER_PATIENCE_MS = 30_000;
// Names the Lamplight that started a Postgres, inside that Postgres.
const STARTED_WITH = 'lamplight.started_with';

/**
 * Takes over the Postgres that still runs in the cluster, or starts one.
 *
 * @throws Refusal when it does not start, or does not know our password
 */
export async function bringUp(setup: Setup): Promise<Server> {
	const running = await takeOver(setup);
	if (running) return { ...setup, endpoint: running, tookOver: true };
	const endpoint = socketEndpoint(setup.place.sockets) ?? (await freeLoopback());
	await startAt(setup, endpoint);
	return { ...setup, endpoint, tookOver: false };
}

/** Starts Postgres at an endpoint and makes sure that what it commits is on the disk. */
export async function startAt(setup: Setup, endpoint: Endpoint): Promise<void> {
	const settings = { ...fixedSettings(endpoint), [STARTED_WITH]: nameOf(setup, endpoint) };
	const giveUpAt = performance.now() + LEFT_OVER_PATIENCE_MS;
	for (;;) {
		try {
			await startPostmaster(setup.place, setup.binaries, settings, setup.file);
			return await assertDurable(setup, endpoint);
		} catch (error) {
			const leftOver = error instanceof Refusal && /shared memory block/.test(error.message);
			if (!leftOver || performance.now() > giveUpAt) throw error;
			await wait(POLL_MS);
		}
	}
}

/** A connection of the superuser's; the caller ends it. */
export async function connect(setup: Setup, endpoint: Endpoint, name: string): Promise<pg.Client> {
	const client = new pg.Client({
		...endpoint,
		...setup.superuser,
		database: 'postgres',
		application_name: `lamplight ${name}`,
		connectionTimeoutMillis: CONNECT_MS,
		keepAlive: true
	});
	// Its loss is told by `end`; without a listener an error would end the process.
	client.on('error', () => {});
	await client.connect();
	return client;
}

async function takeOver(setup: Setup): Promise<Endpoint | null> {
	const { cluster } = setup.place;
	const found = readRecorded(cluster);
	if (!found) return null;
	// It may just be recovering or stopping.
	while (isOurs(found.pid, cluster) && readRecorded(cluster)?.status !== 'ready') {
		await wait(POLL_MS);
	}
	if (!isOurs(found.pid, cluster)) return null;
	const { endpoint } = readRecorded(cluster) ?? found;
	if (await isAsWeWouldStartIt(setup, endpoint)) return endpoint;
	await stopPostmaster(found.pid, cluster);
	return null;
}

async function isAsWeWouldStartIt(setup: Setup, endpoint: Endpoint): Promise<boolean> {
	try {
		const client = await connect(setup, endpoint, 'start');
		const asked = `select current_setting('data_directory') as cluster,
			current_setting('${STARTED_WITH}', true) as name`;
		const { rows } = await client.query(asked).finally(() => client.end());
		return rows[0].cluster === setup.place.cluster && rows[0].name === nameOf(setup, endpoint);
	} catch (error) {
		if (!(error instanceof pg.DatabaseError) || error.code !== '28P01') return false;
		throw new Refusal(
			`The Postgres that runs in ${setup.place.cluster} does not know the password in ` +
				'secrets/postgres-password of the data folder. Put the right one back.'
		);
	}
}

function nameOf({ binaries }: Setup, endpoint: Endpoint): string {
	return fingerprint(fixedSettings(endpoint), `${binaries.postgres} ${binaries.version}`);
}

async function assertDurable(setup: Setup, endpoint: Endpoint): Promise<void> {
	const wanted = { ...DURABLE, data_checksums: 'on' };
	const client = await connect(setup, endpoint, 'start');
	const { rows } = await client
		.query('select name from pg_settings where name = any($1) and setting <> $2', [
			Object.keys(wanted),
			'on'
		])
		.finally(() => client.end());
	if (rows.length === 0) return;
	const off = rows.map(({ name }) => name).join(', ');
	throw new Refusal(`Postgres runs without what keeps data safe: ${off} must be on.`);
}

async function freeLoopback(): Promise<Endpoint> {
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return { host: '127.0.0.1', port };
}
