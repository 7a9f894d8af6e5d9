import { readFileSync } from 'node:fs';

/** How much memory a process really has, in bytes; 0 where it is gone, or the system is not Linux. */
export function residentBytes(pid: number | undefined): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
	} catch {
		return 0;
	}
}
