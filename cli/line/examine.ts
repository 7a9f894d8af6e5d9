import { spawnSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { migrationsApplied, migrationsHere } from '#lib/server/database/migrate.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { lastBackups, overdueSince } from '#lib/server/backups/records.ts';
import type { FileStore } from '#lib/server/files/fileStore.ts';
import { findPrograms } from '#lib/server/films/programs.ts';
import { livingWorkers } from '#lib/server/jobs/deadWorkers.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { mailWay } from '#lib/server/mail/way.ts';
import type { Settings } from '#lib/server/settings.ts';
import type { OpenedForCommand } from './opened.ts';

/** What was looked at, what was found, and whether that is as it should be. */
export type Finding = { about: string; finding: string; well: boolean };

const GB = 1024 ** 3;
/** Below this, uploads may soon be refused: some twenty films of the largest size. */
const leastFreeBytes = 4 * GB;

/** Looks at everything a Lamplight stands on, one after the other. Changes nothing. */
export async function* examine({ lamplight, ownerUrl }: OpenedForCommand): AsyncGenerator<Finding> {
	const { settings, files, copy } = lamplight;
	yield about('Lamplight', async () => `${await ownVersion()}, on Node ${process.versions.node}`);
	yield about('data folder', async () => settings.dataDir);
	yield about('room', () => room(settings.dataDir));
	const owner = new pg.Client({ connectionString: ownerUrl });
	owner.on('error', () => undefined);
	yield about('database', () => database(owner, settings));
	yield about('migrations', () => migrations(owner));
	yield about('storage', () => storage(files));
	if (copy) yield about('second copy', () => storage(copy));
	yield about('jobs', () => jobs(lamplight));
	yield about('mail', () => mail(lamplight));
	yield about('films', async () => ffmpeg());
	yield about('backups', () => backups(lamplight));
	await owner.end().catch(() => undefined);
}

async function about(what: string, look: () => Promise<string>): Promise<Finding> {
	try {
		return { about: what, finding: await look(), well: true };
	} catch (error) {
		const finding = error instanceof Error ? error.message || error.name : String(error);
		return { about: what, finding, well: false };
	}
}

async function ownVersion(): Promise<string> {
	const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
	return (JSON.parse(text) as { version: string }).version;
}

async function room(dataDir: string): Promise<string> {
	const { bavail, bsize } = await statfs(dataDir);
	const free = bavail * bsize;
	const said = `${(free / GB).toFixed(1)} GB free`;
	if (free < leastFreeBytes) throw new Error(`${said}: when it is full, nothing can be put in.`);
	return said;
}

async function database(owner: pg.Client, { databaseUrl }: Settings): Promise<string> {
	await owner.connect();
	const { rows } = await owner.query<{ version: string }>(
		`select current_setting('server_version') as version`
	);
	return `Postgres ${rows[0]?.version}, ${databaseUrl ? 'the host’s own' : 'brought by Lamplight'}`;
}

async function migrations(owner: pg.Client): Promise<string> {
	const [here, applied] = [await migrationsHere(), await migrationsApplied(owner)];
	const done = new Map(applied.map((each) => [each.name, each.checksum]));
	const missing = here.filter(({ name }) => !done.has(name)).map(({ name }) => name);
	const changed = here.filter((each) => (done.get(each.name) ?? each.checksum) !== each.checksum);
	if (missing.length > 0) {
		throw new Error(`${missing.join(', ')} not applied yet: the next start of Lamplight does it`);
	}
	if (changed.length > 0) {
		throw new Error(`${changed.map(({ name }) => name).join(', ')}: changed after it was applied`);
	}
	if (applied.length > here.length) {
		throw new Error('the database was made by a newer Lamplight than this one');
	}
	return `all ${here.length} applied`;
}

/** Something is put in, read again and taken away: reachable, writable, and it gives what it got. */
async function storage(files: FileStore): Promise<string> {
	const bytes = randomBytes(4096);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const address = originalAddress(randomUUID(), sha256);
	try {
		await files.put(address, { stream: once(bytes) }, { sha256, bytes: bytes.length });
		const { stream } = await files.open(address);
		if (!bytes.equals(await buffer(stream))) throw new Error('it gave other bytes than it got');
	} finally {
		await files.remove(address);
	}
	return 'can be written to and read from';
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

/** Letters, pictures and checks are jobs: where nobody does them, nothing arrives. */
async function jobs({ pools }: Lamplight): Promise<string> {
	const workers = await livingWorkers(pools.workerPool);
	const { rows } = await pools.workerPool.query<{ since: Date | null }>(
		`select min(run_at) as since from graphile_worker.jobs
		where attempts = 0 and locked_by is null and run_at < now() - interval '15 minutes'`
	);
	const since = rows[0]?.since;
	const said = workers === 0 ? 'nobody does them just now' : `${workers} at work`;
	if (since && workers === 0) {
		throw new Error(
			`${said}, and some wait since ${since.toISOString()}: start Lamplight, and with JOBS=elsewhere ` +
				'`npm run lamplight -- worker`'
		);
	}
	return said;
}

async function mail({ settings, pools }: Lamplight): Promise<string> {
	const { server: url } = await mailWay(settings, pools.worker);
	if (!url) return `written to ${settings.dataDir}/mail: no mail server is set`;
	const server = createTransport({ url, connectionTimeout: 10_000 });
	await server.verify().finally(() => server.close());
	return `${new URL(url).host} takes mail from us`;
}

async function backups({ pools, settings, now }: Lamplight): Promise<string> {
	const { provenAt, faults } = await lastBackups(pools.worker);
	const said = provenAt
		? `the last proven one is of ${provenAt.toISOString()}`
		: 'none is proven yet';
	const overdue = await overdueSince(pools.worker, settings.backups.warnDays, now());
	if (overdue) throw new Error(`${said}: \`npm run lamplight -- backup FOLDER --prove\``);
	if (faults > 0) throw new Error(`${said}; the last one found ${faults} files missing or changed`);
	return said;
}

async function ffmpeg(): Promise<string> {
	const programs = await findPrograms();
	if (!programs) {
		throw new Error(
			'there is no ffmpeg and ffprobe that make H.264 and AAC: films and recordings are kept, and ' +
				'are played by themselves once they are installed (Debian: apt install ffmpeg)'
		);
	}
	const { stdout } = spawnSync(programs.ffmpeg, ['-version'], { encoding: 'utf8' });
	return stdout.split(' ').slice(0, 3).join(' ');
}
