import { once } from 'node:events';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLamplight, type Running } from '../e2e/lamplight.ts';

/** What can be killed: the program, the process that makes pictures, Postgres, one of its hands. */
export const victims = ['lamplight', 'worker', 'postgres', 'backend'] as const;
export type Victim = (typeof victims)[number];

/** A Lamplight that somebody starts again whenever it ends, as a host's system would. */
export type House = {
	site: Running;
	/** Kills one, as a power cut or the kernel would; false where there was none to kill. */
	kill(victim: Victim): Promise<boolean>;
	/** How often it had to be started again. */
	starts(): number;
	/** Stops it cleanly; its data stays until `site.close`. */
	leave(): Promise<void>;
};

/** Opens one in a folder; `faultsFile` takes what it says of its faults. */
export async function openHouse(within: string, faultsFile: string): Promise<House> {
	const faults = await open(faultsFile, 'a');
	const site = await startLamplight({}, { within, faults: faults.fd });
	let starts = 0;
	let leaving = false;
	const kept = keepRunning();
	async function keepRunning(): Promise<void> {
		for (;;) {
			await ended(site);
			if (leaving) return;
			await site.start().then(
				() => (starts += 1),
				() => wait(500)
			);
		}
	}
	return {
		site,
		async kill(victim) {
			const pid = await pidOf(victim, site);
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
			site.process.kill('SIGTERM');
			await kept;
			await faults.close();
		}
	};
}

async function ended({ process: child }: Running): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function pidOf(victim: Victim, site: Running): Promise<number | undefined> {
	if (victim === 'lamplight') return site.process.pid;
	if (victim === 'worker') return (await children(site.process.pid, 'node'))[0];
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
