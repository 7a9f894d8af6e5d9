import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { systemCode } from '../files/errors.ts';
import type { Binaries } from './binaries.ts';
import type { LogFile } from './logFile.ts';
import type { Place } from './place.ts';
import { Refusal } from './refusal.ts';
import { identity } from './runAs.ts';
import { asArguments, type Endpoint } from './settings.ts';

/** What Postgres itself says in postmaster.pid. It may be out of date: see isOurs. */
export type Recorded = { pid: number; endpoint: Endpoint; status: string };

const POLL_MS = 20;
const STOP_PATIENCE_MS = 60_000;

/** Reads postmaster.pid of a cluster; null where there is none. */
export function readRecorded(cluster: string): Recorded | null {
	let lines: string[];
	try {
		lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
	} catch {
		return null;
	}
	const [pid, , , port, socket, address, , status = ''] = lines.map((line) => line.trim());
	if (!pid) return null;
	const endpoint = { host: socket || address || '127.0.0.1', port: Number(port) };
	return { pid: Number(pid), endpoint, status };
}

/**
 * Whether a process is alive and works in this cluster. A process id alone proves nothing, since
 * after a crash or a reboot it may be anybody's; Postgres always works in its cluster's folder.
 */
export function isOurs(pid: number, cluster: string): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (systemCode(error) !== 'EPERM') return false;
	}
	if (process.platform !== 'linux') return commandOf(pid).includes(cluster);
	try {
		return readlinkSync(`/proc/${pid}/cwd`) === cluster;
	} catch (error) {
		// In a container even root may not look into another user's process, but may read its command.
		return systemCode(error) === 'EACCES' && commandOf(pid).includes(cluster);
	}
}

/** The command line of a process; empty where it is gone, or a zombie that nobody has buried. */
function commandOf(pid: number): string {
	if (process.platform !== 'linux') {
		return (
			spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
		);
	}
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	} catch {
		return '';
	}
}

/**
 * Starts Postgres in a session of its own and waits until it takes connections, however long
 * recovery takes.
 *
 * @returns its process id
 * @throws Refusal with the last lines of its log when it ends instead
 */
export async function startPostmaster(
	place: Place,
	binaries: Binaries,
	settings: Record<string, string>,
	log: LogFile
): Promise<number> {
	const from = log.size();
	const fd = log.open();
	const child = spawn(binaries.postgres, ['-D', place.cluster, ...asArguments(settings)], {
		cwd: '/',
		env: environment(place.cluster),
		detached: true,
		stdio: ['ignore', fd, fd],
		...identity(place.runAs)
	});
	log.close(fd);
	let ended: Error | null = null;
	child.on('error', (error) => (ended = error));
	child.on('exit', () => (ended = new Error(log.since(from))));
	child.unref();
	for (;;) {
		if (ended) throw new Refusal(`Postgres did not start: ${(ended as Error).message}`);
		const now = readRecorded(place.cluster);
		if (child.pid && now?.pid === child.pid && now.status === 'ready') return child.pid;
		await wait(POLL_MS);
	}
}

// Postgres takes the process id in a stale postmaster.pid for a living postmaster even when it
// now is, say, our own npm. It leaves out one process id named in this variable (as pg_ctl uses
// it), and still checks by shared memory that nothing of an old server is alive.
function environment(cluster: string): Record<string, string> {
	const stale = readRecorded(cluster)?.pid;
	return stale && !isOurs(stale, cluster) ? { PG_GRANDPARENT_PID: String(stale) } : {};
}

/** Stops Postgres in its fast mode: open transactions roll back, the rest is written out. */
export async function stopPostmaster(pid: number, cluster: string): Promise<void> {
	const hurryAt = performance.now() + STOP_PATIENCE_MS;
	if (isOurs(pid, cluster)) process.kill(pid, 'SIGINT');
	while (isOurs(pid, cluster)) {
		// It recovers at the next start from what is already on the disk.
		if (performance.now() > hurryAt) process.kill(pid, 'SIGQUIT');
		await wait(POLL_MS);
	}
}
