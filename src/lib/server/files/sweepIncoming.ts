import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from './errors.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Takes away what a killed process left half written: anything in `incoming` untouched for a day.
 */
export async function sweepIncoming(incoming: string, now: Date): Promise<void> {
	for (const name of await readdir(incoming)) {
		const path = join(incoming, name);
		if (await isOlder(path, now.getTime() - dayMs))
			await rm(path, { recursive: true, force: true });
	}
}

async function isOlder(path: string, limit: number): Promise<boolean> {
	try {
		return (await lstat(path)).mtimeMs < limit;
	} catch (error) {
		if (systemCode(error) === 'ENOENT') return false;
		throw error;
	}
}
