import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { isOurs, readRecorded, stopPostmaster } from './postmaster.ts';
import { connect, startAt, type Server } from './running.ts';

/** `failed`: it died so often that starting it again helps nobody. */
export type State = 'running' | 'restarting' | 'failed' | 'stopped';

// A bad disk or a full one kills it again at once; a rare crash does not come five times.
const MOST_RESTARTS = 5;
const WITHIN_MS = 10 * 60_000;
const LOG_CHECK_MS = 60_000;
const RETRY_MS = 200;

/**
 * Keeps a running Postgres running. It holds one idle connection: that ends when the server dies,
 * whether it is our child or was taken over, and when it restarts its backends by itself.
 */
export class Watch {
	#server: Server;
	#log: (line: string) => void;
	#state: State = 'running';
	#listeners = new Set<(state: State) => void>();
	#restarts: number[] = [];
	#guard: pg.Client | undefined;
	#mending: Promise<void> = Promise.resolve();
	#bounding: NodeJS.Timeout;

	private constructor(server: Server, log: (line: string) => void) {
		this.#server = server;
		this.#log = log;
		server.file.keepBounded();
		this.#bounding = setInterval(() => server.file.keepBounded(), LOG_CHECK_MS).unref();
	}

	/** Begins to watch a server that runs. */
	static async over(server: Server, log: (line: string) => void): Promise<Watch> {
		const watch = new Watch(server, log);
		await watch.#connectGuard();
		return watch;
	}

	get state(): State {
		return this.#state;
	}

	/** Calls back at every change; gives what ends that. */
	onState(listener: (state: State) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Stops watching, and stops Postgres. */
	async stop(): Promise<void> {
		this.#become('stopped');
		clearInterval(this.#bounding);
		await this.#mending;
		await this.#guard?.end();
		const { cluster } = this.#server.place;
		const pid = readRecorded(cluster)?.pid;
		if (pid) await stopPostmaster(pid, cluster);
	}

	// Once stopped, it stays so, whatever a restart under way comes to.
	#become(next: State): void {
		if (this.#state === 'stopped') return;
		this.#state = next;
		for (const listener of this.#listeners) listener(next);
	}

	async #connectGuard(): Promise<void> {
		this.#guard = await connect(this.#server, this.#server.endpoint, 'guard');
		this.#guard.once('end', () => {
			if (this.#state === 'running') this.#mending = this.#mend();
		});
	}

	async #mend(): Promise<void> {
		this.#become('restarting');
		this.#log('The database stopped by itself; starting it again.');
		while (this.#state !== 'stopped') {
			try {
				await startUnlessAlive(this.#server, this.#restarts);
				await this.#connectGuard();
				return this.#become('running');
			} catch (error) {
				if (this.#restarts.length >= MOST_RESTARTS) return this.#giveUp(error);
				await wait(RETRY_MS);
			}
		}
	}

	#giveUp(error: unknown): void {
		const reason = error instanceof Error ? error.message : String(error);
		this.#log(`The database keeps stopping, and is left stopped. ${reason}`);
		this.#become('failed');
	}
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
