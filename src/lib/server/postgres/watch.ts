import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { isOurs, readRecorded, stopPostmaster } from './postmaster.ts';
import { connect, startAt, type Server } from './running.ts';

/** `failed`: it died so often that starting it again helps nobody. */
export type State = 'running' | 'restarting' | 'failed' | 'stopped';

export type Watcher = {
	state(): State;
	onState(listener: (state: State) => void): () => void;
	stop(): Promise<void>;
};

// A bad disk or a full one kills it again at once; a rare crash does not come five times.
const MOST_RESTARTS = 5;
const WITHIN_MS = 10 * 60_000;
const LOG_CHECK_MS = 60_000;
const RETRY_MS = 200;

/**
 * Keeps a running Postgres running. It holds one idle connection: that ends when the server dies,
 * whether it is our child or was taken over, and when it restarts its backends by itself.
 */
export async function watch(server: Server, log: (line: string) => void): Promise<Watcher> {
	const listeners = new Set<(state: State) => void>();
	const restarts: number[] = [];
	let state: State = 'running';
	let guard: pg.Client;
	let mending: Promise<void> = Promise.resolve();

	const become = (next: State) => {
		state = next;
		for (const listener of listeners) listener(next);
	};
	const stopping = () => state === 'stopped';

	async function keepGuard(): Promise<void> {
		guard = await connect(server, server.endpoint, 'guard');
		guard.once('end', () => {
			if (state === 'running') mending = mend();
		});
	}

	async function mend(): Promise<void> {
		become('restarting');
		log('The database stopped by itself; starting it again.');
		while (!stopping()) {
			try {
				await startUnlessAlive(server, restarts);
				await keepGuard();
				if (!stopping()) become('running');
				return;
			} catch (error) {
				if (restarts.length >= MOST_RESTARTS) return giveUp(error);
				await wait(RETRY_MS);
			}
		}
	}

	function giveUp(error: unknown): void {
		const reason = error instanceof Error ? error.message : String(error);
		log(`The database keeps stopping, and is left stopped. ${reason}`);
		if (!stopping()) become('failed');
	}

	const bounding = setInterval(() => server.file.keepBounded(), LOG_CHECK_MS).unref();
	server.file.keepBounded();
	await keepGuard();
	return {
		state: () => state,
		onState(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async stop() {
			become('stopped');
			clearInterval(bounding);
			await mending;
			await guard.end();
			const pid = readRecorded(server.place.cluster)?.pid;
			if (pid) await stopPostmaster(pid, server.place.cluster);
		}
	};
}

// The postmaster may be alive and only have restarted its backends after one of them crashed.
async function startUnlessAlive(server: Server, restarts: number[]): Promise<void> {
	const pid = readRecorded(server.place.cluster)?.pid;
	if (pid && isOurs(pid, server.place.cluster)) return;
	const now = performance.now();
	while (restarts[0] !== undefined && now - restarts[0] > WITHIN_MS) restarts.shift();
	if (restarts.length >= MOST_RESTARTS) throw new Error('It has been started again five times.');
	restarts.push(now);
	await startAt(server, server.endpoint);
}
