import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { isAway } from './away.ts';

/** How long a Postgres may be silent, and how long it may take to let somebody in, in milliseconds. */
export type Patience = { silentMs: number; answerMs: number };

/**
 * Together less than ten seconds: whoever waits for a page gives up at about that, and proxies do at
 * thirty. Letting somebody in takes a Postgres a few milliseconds, and a very busy one a second or two.
 */
const usualPatience: Patience = { silentMs: 4_000, answerMs: 5_000 };

const againMs = 500;

/**
 * Whether Postgres answers anybody. One that is frozen, or out of reach without a word, keeps its
 * connections and says nothing, and so does one that works for long on one question: only letting
 * somebody new in tells them apart.
 */
export class Pulse {
	readonly patience: Patience;
	#url: string;
	#asking: Promise<boolean> | null = null;
	#away = false;
	#closed = false;

	/** `url`: the connection string of any role. */
	constructor(url: string, patience = usualPatience) {
		this.#url = url;
		this.patience = patience;
	}

	/** It did not answer when it was last asked. It is asked again and again until it does. */
	get away(): boolean {
		return this.#away;
	}

	/** Asks now; whoever asks meanwhile is given the same answer, after `answerMs` at most. */
	answers(): Promise<boolean> {
		this.#asking ??= this.#ask().finally(() => (this.#asking = null));
		return this.#asking;
	}

	close(): void {
		this.#closed = true;
	}

	async #ask(): Promise<boolean> {
		const answers = await this.#letsIn();
		if (!answers && !this.#away) void this.#askUntilBack();
		this.#away = !answers;
		return answers;
	}

	async #askUntilBack(): Promise<void> {
		do await pause(againMs, undefined, { ref: false });
		while (!this.#closed && !(await this.answers()));
	}

	async #letsIn(): Promise<boolean> {
		const client = new pg.Client({
			connectionString: this.#url,
			connectionTimeoutMillis: this.patience.answerMs
		});
		client.on('error', () => undefined);
		try {
			await client.connect();
			return true;
		} catch (error) {
			// Also a Postgres that has no room for one more has answered.
			return error instanceof pg.DatabaseError && !isAway(error);
		} finally {
			void client.end();
		}
	}
}
