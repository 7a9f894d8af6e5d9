import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from './refusal.ts';

/** Held while one Lamplight has the data folder; the system lets it go when the process dies. */
export type DataLock = { release(): Promise<void> };

const SQLITE_BUSY = 5;
const RETRY_MS = 100;

/**
 * Takes the data folder for this process.
 *
 * The lock is SQLite's exclusive lock on an empty file, `lamplight.lock`: the one lock of the
 * operating system (fcntl, LockFileEx) that Node itself can take. It goes with the process
 * however that ends, knows no reused process ids, and of two starts only one gets it.
 * `lamplight.pid` only tells people who has it.
 *
 * @param patienceMs how long to wait for a Lamplight that is just stopping
 * @throws Refusal when another Lamplight has the folder
 */
export async function lockData(dataDir: string, patienceMs = 3000): Promise<DataLock> {
	const giveUpAt = performance.now() + patienceMs;
	const pidFile = join(dataDir, 'lamplight.pid');
	for (;;) {
		const held = tryLock(dataDir);
		if (held) {
			await writeFile(pidFile, `${process.pid}\n`);
			return {
				async release() {
					await rm(pidFile, { force: true });
					held.close();
				}
			};
		}
		if (performance.now() > giveUpAt) throw await taken(dataDir, pidFile);
		await wait(RETRY_MS);
	}
}

/** Whether a Lamplight has the data folder just now. False where there is no such folder. */
export function isTaken(dataDir: string): boolean {
	if (!existsSync(join(dataDir, 'lamplight.lock'))) return false;
	const held = tryLock(dataDir);
	held?.close();
	return held === null;
}

function tryLock(dataDir: string): DatabaseSync | null {
	let file: DatabaseSync | undefined;
	try {
		file = new DatabaseSync(join(dataDir, 'lamplight.lock'));
		// No journal beside it: nothing is ever written.
		file.exec('pragma journal_mode = memory; begin exclusive');
		return file;
	} catch (error) {
		file?.close();
		if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
		const reason = error instanceof Error ? error.message : String(error);
		throw new Refusal(`The data folder ${dataDir} could not be locked (${reason}).`);
	}
}

async function taken(dataDir: string, pidFile: string): Promise<Refusal> {
	const pid = (await readFile(pidFile, 'utf8').catch(() => '')).trim();
	const who = pid ? `, as process ${pid}` : '';
	return new Refusal(
		`Lamplight is already running on ${dataDir}${who}. ` +
			'Stop that one first, or give this one a data folder of its own (LAMPLIGHT_DATA).'
	);
}
