import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach } from 'vitest';
import { startEmbedded, type Embedded } from '#lib/server/postgres/embedded.ts';
import { identity, type RunAs } from '#lib/server/postgres/runAs.ts';

const embeddedModule = new URL('../../src/lib/server/postgres/embedded.ts', import.meta.url).href;
let template: Promise<string> | undefined;
const temporary: string[] = [];
const running = new Set<Embedded>();
const children = new Map<ChildProcess, string>();

afterEach(async () => {
	for (const embedded of running) await embedded.stop();
	for (const [child, dataDir] of children) {
		child.kill('SIGKILL');
		const pid = postmasterOf(dataDir);
		if (pid && isAlive(pid)) process.kill(pid, 'SIGQUIT');
	}
	children.clear();
	running.clear();
});
afterAll(async () => {
	for (const folder of temporary) await remove(folder);
});

// A cluster that root had to put elsewhere goes with its data folder.
async function remove(folder: string): Promise<void> {
	const found = spawnSync('find', [folder, '-name', 'postgres', '-type', 'l', '-printf', '%l\n']);
	for (const link of String(found.stdout).split('\n').filter(Boolean)) {
		await rm(dirname(link), { recursive: true, force: true });
	}
	await rm(folder, { recursive: true, force: true });
}

/** An empty folder, gone after the tests of the file. */
export async function emptyFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'lamplight-'));
	temporary.push(folder);
	return folder;
}

/** A data folder with a cluster in it: each test's own copy of one that is made once. */
export async function freshData(): Promise<string> {
	template ??= makeTemplate();
	const dataDir = await emptyFolder();
	const copied = spawnSync('cp', ['-a', `${await template}/.`, dataDir]);
	if (copied.status !== 0) throw new Error(String(copied.stderr));
	return dataDir;
}

async function makeTemplate(): Promise<string> {
	const dataDir = await emptyFolder();
	const embedded = await startEmbedded({ dataDir, log: () => {} });
	await query(embedded, 'create table kept (words text primary key)');
	await embedded.stop();
	return dataDir;
}

/** Starts in this process; stopped after the test at the latest. */
export async function start(dataDir: string, lines: string[] = []): Promise<Embedded> {
	const embedded = await startEmbedded({ dataDir, log: (line) => lines.push(line) });
	running.add(embedded);
	return embedded;
}

/** Runs one statement as the superuser and gives its rows. */
export async function query(embedded: Embedded, sql: string, values: unknown[] = []) {
	const client = new pg.Client({
		connectionString: embedded.url('postgres', embedded.superuser)
	});
	await client.connect();
	const { rows } = await client.query(sql, values).finally(() => client.end());
	return rows;
}

/** The process id in postmaster.pid; 0 where there is none. */
export function postmasterOf(dataDir: string): number {
	const file = join(dataDir, 'postgres', 'postmaster.pid');
	return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}

/** Whether a process lives; one that is only waiting to be buried does not. */
export function isAlive(pid: number): boolean {
	const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
	return stdout.trim() !== '' && !stdout.includes('Z');
}

/**
 * Another Lamplight, as a process of its own, and the first line it prints. It may be started by way of
 * another command.
 */
export async function startElsewhere(
	dataDir: string,
	runAs: RunAs | null = null,
	by: readonly string[] = []
) {
	const code = `
		const { startEmbedded } = await import(${JSON.stringify(embeddedModule)});
		const options = { dataDir: ${JSON.stringify(dataDir)}, log: () => {} };
		try {
			const embedded = await startEmbedded(options);
			process.on('SIGTERM', () => embedded.stop());
			console.log(JSON.stringify({ url: embedded.url('postgres', embedded.superuser) }));
		} catch (error) {
			console.log(JSON.stringify({ refusal: error.message }));
		}`;
	const [command = '', ...args] = [...by, process.execPath, '--input-type=module', '-e', code];
	const child = spawn(command, args, {
		stdio: ['ignore', 'pipe', 'inherit'],
		...identity(runAs)
	});
	children.set(child, dataDir);
	const [line] = await once(child.stdout!.setEncoding('utf8'), 'data');
	return { child, said: JSON.parse(line) as { url?: string; refusal?: string } };
}

/** Ends a process as a power cut would, and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
	child.kill('SIGKILL');
	await once(child, 'exit');
}

/** A folder only its owner may enter, and one in it for data. */
export async function privateHome(): Promise<{ home: string; dataDir: string }> {
	const home = await emptyFolder();
	const dataDir = join(home, 'lamplight', 'data');
	await mkdir(dirname(dataDir), { mode: 0o755 });
	return { home, dataDir };
}
