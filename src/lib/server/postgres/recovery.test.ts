import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import {
	emptyFolder,
	freshData,
	isAlive,
	killHard,
	postmasterOf,
	query,
	start,
	startElsewhere
} from '../../../../tests/postgres/trial.ts';
import { findBinaries } from './binaries.ts';
import { startPostmaster } from './postmaster.ts';
import { logFile } from './logFile.ts';
import type { RunAs } from './runAs.ts';
import { findPlace } from './place.ts';

async function keep(url: string | undefined, words: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await client.query('insert into kept values ($1)', [words]);
	await client.end();
}

async function ownerOf(dataDir: string): Promise<RunAs | null> {
	const { uid, gid } = await stat(join(dataDir, 'postgres'));
	return process.getuid?.() === 0 ? { uid, gid, name: '' } : null;
}

test('after Lamplight is killed, the next start takes the running database over', async () => {
	const dataDir = await freshData();
	const killed = await startElsewhere(dataDir);
	await keep(killed.said.url, 'a first photograph');
	await killHard(killed.child);
	const pid = postmasterOf(dataDir);
	expect(isAlive(pid)).toBe(true);
	const next = await start(dataDir);
	expect(next.tookOver).toBe(true);
	expect(postmasterOf(dataDir)).toBe(pid);
	expect(await query(next, 'select words from kept')).toEqual([{ words: 'a first photograph' }]);
	await next.stop();
	expect(isAlive(pid)).toBe(false);
});

test('a database that dies while Lamplight runs is started again, with all it acknowledged', async () => {
	const dataDir = await freshData();
	const embedded = await start(dataDir);
	const states: string[] = [];
	embedded.onState((state) => states.push(state));
	await query(embedded, `insert into kept values ('a lock of hair')`);
	const pid = postmasterOf(dataDir);
	process.kill(pid, 'SIGKILL');
	await expect.poll(() => states).toEqual(['restarting', 'running']);
	expect(postmasterOf(dataDir)).not.toBe(pid);
	expect(await query(embedded, 'select words from kept')).toEqual([{ words: 'a lock of hair' }]);
});

test('one that was taken over is started again as well', async () => {
	const dataDir = await freshData();
	await killHard((await startElsewhere(dataDir)).child);
	const embedded = await start(dataDir);
	const states: string[] = [];
	embedded.onState((state) => states.push(state));
	process.kill(postmasterOf(dataDir), 'SIGKILL');
	await expect.poll(() => states).toEqual(['restarting', 'running']);
	expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('after a power cut nothing acknowledged is lost, whoever has the old process id now', async () => {
	const dataDir = await freshData();
	const killed = await startElsewhere(dataDir);
	await keep(killed.said.url, 'the ultrasound');
	const pid = postmasterOf(dataDir);
	await killHard(killed.child);
	process.kill(pid, 'SIGKILL');
	await expect.poll(() => isAlive(pid)).toBe(false);
	// A stranger of the same user, such as our own npm after a reboot.
	const owner = await ownerOf(dataDir);
	const stranger = spawn('sleep', ['600'], owner ? { uid: owner.uid, gid: owner.gid } : {});
	await once(stranger, 'spawn');
	for (const file of ['postgres/postmaster.pid', 'postgres-socket/.s.PGSQL.5432.lock']) {
		const text = await readFile(join(dataDir, file), 'utf8');
		await writeFile(join(dataDir, file), text.replace(String(pid), String(stranger.pid)));
	}
	const next = await start(dataDir).finally(() => stranger.kill());
	expect(next.tookOver).toBe(false);
	expect(await query(next, 'select words from kept')).toEqual([{ words: 'the ultrasound' }]);
	expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toMatch(/recovery/);
});

test('a database found running without fsync is not taken over but started anew', async () => {
	const dataDir = await freshData();
	const place = await findPlace(await realpath(dataDir));
	const unsafe = { fsync: 'off', listen_addresses: '', unix_socket_directories: place.sockets };
	const log = logFile(join(dataDir, 'postgres.log'));
	const pid = await startPostmaster(place, await findBinaries(place.runAs), unsafe, log);
	const embedded = await start(dataDir);
	expect(embedded.tookOver).toBe(false);
	expect(isAlive(pid)).toBe(false);
	expect(await query(embedded, 'show fsync')).toEqual([{ fsync: 'on' }]);
});

test('a first start killed while it makes the database leaves nothing the next one trips over', async () => {
	const dataDir = await emptyFolder();
	const half = join(dataDir, 'postgres.new-killed');
	await mkdir(half);
	await writeFile(join(half, 'PG_VERSION'), '18\n');
	const embedded = await start(dataDir);
	expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }]);
	expect(await readdir(dataDir)).not.toContain('postgres.new-killed');
});

test('a database that cannot live is given up after a few tries, and the host is told', async () => {
	const dataDir = await freshData();
	const lines: string[] = [];
	const embedded = await start(dataDir, lines);
	await rm(join(dataDir, 'postgres', 'global', 'pg_control'));
	process.kill(postmasterOf(dataDir), 'SIGKILL');
	await expect.poll(() => embedded.state()).toBe('failed');
	expect(lines.at(-1)).toMatch(/keeps stopping, and is left stopped/);
	await embedded.stop();
});

test('data of another major version of Postgres is left alone, and the host is told', async () => {
	const dataDir = await freshData();
	await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
	await expect(start(dataDir)).rejects.toThrow(/made by Postgres 17.*restore it here/);
});

test('the log of the database does not grow without bound', async () => {
	const path = join(await emptyFolder(), 'postgres.log');
	const log = logFile(path);
	await writeFile(path, 'x'.repeat(9 * 1024 * 1024));
	log.keepBounded();
	expect(log.size()).toBe(0);
	expect((await stat(`${path}.1`)).size).toBe(9 * 1024 * 1024);
});
