import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLamplight, type Running } from '../e2e/lamplight.ts';

/**
 * What can be killed: the program that serves pages, the worker, the process that makes its pictures,
 * Postgres, one of its hands.
 */
export const victims = ['lamplight', 'worker', 'pictures', 'postgres', 'backend'] as const;
export type Victim = (typeof victims)[number];

/** A Lamplight and its worker, each started again whenever it ends, as a host's system would. */
export type House = {
	site: Running;
	/** Kills one, as a power cut or the kernel would; false where there was none to kill. */
	kill(victim: Victim): Promise<boolean>;
	/** How often either had to be started again. */
	starts(): number;
	/** Stops it cleanly; its data stays until `site.close`. */
	leave(): Promise<void>;
};

/** Opens one in a folder; `faultsFile` takes what it says of its faults. */
export async function openHouse(within: string, faultsFile: string): Promise<House> {
	const faults = await open(faultsFile, 'a');
	const site = await startLamplight({ JOBS: 'elsewhere' }, { within, faults: faults.fd });
	const worker = { process: startWorker(site, faults.fd) };
	let starts = 0;
	let leaving = false;
	const kept = [
		keepRunning(site, () => site.start()),
		keepRunning(worker, async () => {
			worker.process = startWorker(site, faults.fd);
		})
	];
	async function keepRunning(one: { process: ChildProcess }, start: () => Promise<void>) {
		for (;;) {
			await ended(one.process);
			if (leaving) return;
			await start().then(
				() => (starts += 1),
				() => wait(500)
			);
		}
	}
	return {
		site,
		async kill(victim) {
			const pid = await pidOf(victim, site, worker.process);
			try {
				if (pid) process.kill(pid, 'SIGKILL');
				return Boolean(pid);
			} catch {
				return false; // it had ended by itself meanwhile
			}
		},
		starts: () => starts,
		async leave() {
			leaving = true;
			worker.process.kill('SIGTERM');
			await kept[1];
			site.process.kill('SIGTERM');
			await kept[0];
			await faults.close();
		}
	};
}

function startWorker({ dataDir, origin }: Running, faults: number): ChildProcess {
	return spawn(process.execPath, ['cli/lamplight.ts', 'worker'], {
		env: { ...process.env, LAMPLIGHT_DATA: dataDir, ORIGIN: origin },
		stdio: ['ignore', 'ignore', faults]
	});
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function pidOf(
	victim: Victim,
	site: Running,
	worker: ChildProcess
): Promise<number | undefined> {
	if (victim === 'lamplight') return site.process.pid;
	if (victim === 'worker') return worker.pid;
	if (victim === 'pictures') return (await children(worker.pid, 'node'))[0];
	const postmaster = await postmasterOf(site.dataDir);
	if (victim === 'postgres') return postmaster;
	return (await children(postmaster, 'postgres')).at(-1);
}

async function postmasterOf(dataDir: string): Promise<number | undefined> {
	const file = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
	return Number(file.split('\n')[0]) || undefined;
}

/** The processes that this one started, oldest first; of Postgres, those that serve somebody. */
async function children(parent: number | undefined, program: string): Promise<number[]> {
	if (parent === undefined) return [];
	const found: number[] = [];
	for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
		const said = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		const own = Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]) === parent;
		const serves = program !== 'postgres' || said.includes('lamplight_');
		if (own && said.includes(program) && serves) found.push(Number(pid));
	}
	return found.sort((a, b) => a - b);
}
