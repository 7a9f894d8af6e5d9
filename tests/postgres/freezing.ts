import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readRecorded } from '#lib/server/postgres/postmaster.ts';

/**
 * Holds up every process of the Postgres in this data folder, as a machine does that hangs: it keeps
 * its connections, lets new ones come, and says nothing. Gives what lets it go on.
 */
export function freeze(dataDir: string): () => void {
	const postmaster = readRecorded(join(dataDir, 'postgres'))?.pid;
	if (!postmaster) throw new Error('There is no Postgres to be frozen.');
	const pids = [postmaster, ...childrenOf(postmaster)];
	const all = (signal: NodeJS.Signals) => {
		for (const pid of pids) process.kill(pid, signal);
	};
	all('SIGSTOP');
	return () => all('SIGCONT');
}

function childrenOf(parent: number): number[] {
	const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
	const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
	return rows.flatMap(([pid, ppid]) => (pid && ppid === parent ? [pid] : []));
}
