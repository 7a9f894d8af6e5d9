import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

const chrt = '/usr/bin/chrt';

/**
 * Puts a process that we started last in line, however busy it is: pages come first, and should the
 * machine run out of memory, it goes before others. On Linux it gets only what nobody else wants of the
 * processor: with a lower priority alone, pages still waited 4 ms and more for it to give way. What a
 * system cannot do is left out, and a process that has ended already is nobody's trouble.
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
}
