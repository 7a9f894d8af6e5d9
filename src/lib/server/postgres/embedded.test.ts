import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import {
	emptyFolder,
	freshData,
	isAlive,
	postmasterOf,
	query,
	start,
	startElsewhere
} from '../../../../tests/postgres/trial.ts';

test('what Postgres has committed is on the disk, and damage to it is noticed', async () => {
	const embedded = await start(await freshData());
	const rows = await query(
		embedded,
		`select name, setting from pg_settings where name in
			('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums')`
	);
	expect(rows.map(({ name, setting }) => `${name} ${setting}`).sort()).toEqual([
		'data_checksums on',
		'fsync on',
		'full_page_writes on',
		'synchronous_commit on'
	]);
});

test('the database knows the letters of every language', async () => {
	const embedded = await start(await freshData());
	const [row] = await query(
		embedded,
		`select current_setting('server_encoding') as encoding, lower('ÉTOILE ŁZY ΑΓΆΠΗ') as lower,
			'Ángel' ilike 'áNGEL' as alike`
	);
	expect(row).toEqual({ encoding: 'UTF8', lower: 'étoile łzy αγάπη', alike: true });
});

test('nobody gets in without the password, which only its owner may read', async () => {
	const dataDir = await freshData();
	const embedded = await start(dataDir);
	const wrong = embedded.url('postgres', { user: 'postgres', password: 'guess' });
	await expect(new pg.Client({ connectionString: wrong }).connect()).rejects.toThrow(/password/);
	const { mode } = await stat(join(dataDir, 'secrets', 'postgres-password'));
	expect(mode & 0o777).toBe(0o600);
	const sockets = await stat(embedded.endpoint.host);
	expect(sockets.mode & 0o777).toBe(0o700);
});

test('a clean stop leaves no process, and the next start finds everything', async () => {
	const dataDir = await freshData();
	const first = await start(dataDir);
	const pid = postmasterOf(dataDir);
	await query(first, `insert into kept values ('his hat')`);
	await first.stop();
	expect(isAlive(pid)).toBe(false);
	expect(first.state()).toBe('stopped');
	const second = await start(dataDir);
	expect(second.tookOver).toBe(false);
	expect(await query(second, 'select words from kept')).toEqual([{ words: 'his hat' }]);
	expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).not.toMatch(/recovery/);
});

test('a second Lamplight on the same data is refused in a clear sentence', async () => {
	const dataDir = await freshData();
	const embedded = await start(dataDir);
	const { said } = await startElsewhere(dataDir);
	expect(said.refusal).toBe(
		`Lamplight is already running on ${dataDir}, as process ${process.pid}. ` +
			'Stop that one first, or give this one a data folder of its own (LAMPLIGHT_DATA).'
	);
	expect(await query(embedded, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('of two that start at once on new data, one runs and one is refused', async () => {
	const dataDir = await emptyFolder();
	const both = await Promise.all([startElsewhere(dataDir), startElsewhere(dataDir)]);
	const refusals = both.map(({ said }) => said.refusal).filter(Boolean);
	expect(refusals).toHaveLength(1);
	expect(refusals[0]).toMatch(/already running/);
});

test('a folder with a very long name works as well, over loopback', async () => {
	const folder = await emptyFolder();
	await chmod(folder, 0o755);
	const dataDir = join(folder, 'a-long-name-'.repeat(9));
	const embedded = await start(dataDir);
	expect(embedded.endpoint.host).toBe('127.0.0.1');
	const [row] = await query(embedded, 'select host(inet_server_addr()) as at');
	expect(row).toEqual({ at: '127.0.0.1' });
});

test('the log of the database holds nothing that somebody wrote', async () => {
	const dataDir = await freshData();
	const embedded = await start(dataDir);
	const sql = 'insert into kept values ($1)';
	await query(embedded, sql, ['Elias was here']);
	await expect(query(embedded, sql, ['Elias was here'])).rejects.toThrow(/duplicate key/);
	await expect(query(embedded, `select 'Elias', 1 / 0`)).rejects.toThrow(/division/);
	const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
	expect(log).toMatch(/duplicate key/);
	expect(log).not.toMatch(/Elias/);
});
