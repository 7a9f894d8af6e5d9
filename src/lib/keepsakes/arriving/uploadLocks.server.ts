import { setTimeout as pause } from 'node:timers/promises';
import { ERRORS, type Locker, MemoryLocker } from '@tus/server';
import type { Notification, Pool, PoolClient, QueryResult } from 'pg';

type LetGo = () => Promise<void> | void;

/** By which whoever wants an upload asks whoever has it to let it go. */
const channel = 'upload_wanted';
const askEveryMs = 100;
const patienceMs = 30_000;

const opened = new WeakMap<Pool, Locker>();

/** The locks of this process: all that arrives here shares them, and the one connection they have. */
export function uploadLocks(pool: Pool): Locker {
	const known = opened.get(pool);
	if (known) return known;
	const locks = openUploadLocks(pool);
	opened.set(pool, locks);
	return locks;
}

/**
 * The locks that keep two requests from writing one upload at a time, in whichever processes of the
 * site they are: within this one in memory, between them as advisory locks of one connection, which
 * is open while anything arrives here. They end with the process, however that ends. Whoever resumes
 * an upload is given it within a second, also where another process still listens to a broken line.
 */
export function openUploadLocks(pool: Pool): Locker {
	const here = new MemoryLocker();
	const between = openBetween(pool);
	return {
		newLock(id) {
			const own = here.newLock(id);
			return {
				async lock(signal, letGo) {
					await own.lock(signal, letGo);
					try {
						await between.take(id, signal, letGo);
					} catch (error) {
						await own.unlock();
						throw error;
					}
				},
				async unlock() {
					await between.give(id).finally(() => own.unlock());
				}
			};
		}
	};
}

type Ask = (text: string, values?: unknown[]) => Promise<QueryResult>;
type Line = { ask: Ask; close(broken: boolean): void };

/** Asks on one connection, one question after the other, as uploads share it. */
function inTurn(client: PoolClient): Ask {
	let before: Promise<unknown> = Promise.resolve();
	return (text, values) => {
		const answer = before.then(() => client.query(text, values));
		before = answer.catch(() => undefined);
		return answer;
	};
}

function openBetween(pool: Pool) {
	/** What this process has, or is about to have. */
	const held = new Map<string, LetGo>();
	let line: Promise<Line> | undefined;

	async function open(): Promise<Line> {
		const client = await pool.connect();
		const asked = ({ payload = '', processId }: Notification) => {
			// Our own asking comes back to us as well.
			if (processId !== own) void held.get(payload)?.();
		};
		const lost = () => {
			close(true);
			line = undefined;
			// Another process may have them now.
			for (const letGo of held.values()) void letGo();
			held.clear();
		};
		let closed = false;
		let own: number | undefined;
		const close = (broken: boolean) => {
			if (closed) return;
			closed = true;
			client.off('notification', asked).off('error', lost);
			client.release(broken);
		};
		client.on('notification', asked).on('error', lost);
		try {
			const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
			own = rows[0]?.pid;
			await client.query(`listen ${channel}`);
		} catch (error) {
			close(true);
			throw error;
		}
		return { ask: inTurn(client), close };
	}

	function current(): Promise<Line> {
		line ??= open().catch((error: unknown) => {
			line = undefined;
			throw error;
		});
		return line;
	}

	async function drop(id: string): Promise<void> {
		held.delete(id);
		if (held.size > 0 || !line) return;
		const last = line;
		line = undefined;
		(await last).close(false);
	}

	return {
		async take(id: string, signal: AbortSignal, letGo: LetGo): Promise<void> {
			held.set(id, letGo);
			try {
				const { ask } = await current();
				await lockOn(ask, id, signal);
			} catch (error) {
				await drop(id);
				throw error;
			}
		},
		async give(id: string): Promise<void> {
			if (!held.has(id)) return;
			const { ask } = await current();
			// Where the connection is gone, so is the lock.
			await ask(`select pg_advisory_unlock(${key})`, [id]).catch(() => undefined);
			await drop(id);
		}
	};
}

const key = `hashtextextended('upload ' || $1, 0)`;

async function lockOn(ask: Ask, id: string, signal: AbortSignal): Promise<void> {
	const giveUpAt = performance.now() + patienceMs;
	for (;;) {
		const { rows } = await ask(`select pg_try_advisory_lock(${key}) as mine`, [id]);
		if (rows[0].mine) return;
		if (signal.aborted || performance.now() > giveUpAt) throw ERRORS.ERR_LOCK_TIMEOUT;
		await ask('select pg_notify($1, $2)', [channel, id]);
		await pause(askEveryMs);
	}
}
