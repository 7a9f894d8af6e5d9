import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { systemCode } from './files/errors.ts';

const chrt = '/usr/bin/chrt';
const againMs = 110;

/** Options to start a process with that is to stand last in line: on Linux a session of its own. */
export const ownSession = { detached: process.platform === 'linux' };

/**
 * Puts a process that we started with `ownSession` last in line, however busy it is: pages come first,
 * and should the machine run out of memory, it goes before others. On Linux it gets only what nobody
 * else wants of the processor: with a lower priority alone, pages still waited 4 ms and more for it to
 * give way. What a system cannot do is left out, and a process that has ended already is nobody's
 * trouble.
 */
export function lastInLine(pid: number | undefined): void {
	if (pid === undefined) return;
	try {
		setPriority(pid, 10);
		if (process.platform !== 'linux') return;
		writeFileSync(`/proc/${pid}/oom_score_adj`, '1000');
		const idle = ['--idle', '--all-tasks', '--pid', '0', String(pid)];
		execFile(chrt, idle, () => undefined).unref();
	} catch {
		// It has ended already.
	}
	lightenGroup(pid);
}

/**
 * Linux shares the processor between sessions first (sched(7), autogroup), and looks at who is idle
 * only within one: in our own session the process would take turns as an equal with Postgres, whose
 * processes each have a session of theirs. So its session weighs as little as one can. Whoever is not
 * root may ask for that ten times a second, for all processes together, and then has to ask again.
 */
function lightenGroup(pid: number, tries = 20): void {
	try {
		if (groupOf(pid) !== groupOf('self')) writeFileSync(`/proc/${pid}/autogroup`, '19');
	} catch (error) {
		// Else it has ended already, or this Linux does not share by sessions.
		if (systemCode(error) !== 'EAGAIN' || tries === 0) return;
		setTimeout(lightenGroup, againMs, pid, tries - 1).unref();
	}
}

/** As "/autogroup-12"; what follows in the file is its nice value. */
function groupOf(pid: number | 'self'): string | undefined {
	return readFileSync(`/proc/${pid}/autogroup`, 'utf8').split(' ')[0];
}
