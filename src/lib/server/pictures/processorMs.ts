import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for every program, whatever its kernel does (USER_HZ). */
const msPerTick = 10;

/**
 * How much processor time a process has had, its threads together, in milliseconds; null where it is
 * gone, or the system is not Linux.
 */
export function processorMs(pid: number | undefined): number | null {
	try {
		// The name of the program stands in brackets and may hold anything; what follows is numbers.
		const [, fields = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
		const [user, system] = fields.split(' ').slice(11, 13).map(Number);
		return user === undefined || system === undefined ? null : (user + system) * msPerTick;
	} catch {
		return null;
	}
}
