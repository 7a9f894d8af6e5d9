import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import { lastInLine, ownSession } from '../lastInLine.ts';
import { CannotBeShown } from './cannotShow.ts';
import { hasCrashed } from './lost.ts';
import { processorMs } from './processorMs.ts';
import { residentBytes } from './residentBytes.ts';
import type { Answer, Task } from './task.ts';

/** The process making pictures died, or was killed. Trying again may well succeed. */
export class PictureWorkerLost extends Error {
	override name = 'PictureWorkerLost';
	readonly retryable = true;
	/** It fell by itself; else something ended it from outside, or it got no time. */
	readonly crashed: boolean;

	constructor(message: string, { crashed = false } = {}) {
		super(message);
		this.crashed = crashed;
	}
}

export interface WorkerProcess {
	pid: number | undefined;
	/**
	 * Has one task done. Throws `CannotBeShown` where it took too much processor time or memory (the
	 * process is gone then), `PictureWorkerLost` where the process died, or the machine gave it no time.
	 * One at a time.
	 */
	run(task: Task): Promise<Answer>;
	isAlive(): boolean;
	/** Kills it; a running task fails with `PictureWorkerLost`. */
	stop(): void;
}

const prlimit = '/usr/bin/prlimit';
const watchEveryMs = 50;
/** What V8 sets aside without using it, measured as 0.5 GB, with room to spare. */
const reservedBytes = 1_500_000_000;

/**
 * For glibc: one arena, and large blocks given back at once. Pixels of one thread are otherwise kept
 * from the others: 120 photographs in a row then peak at 350 MB in place of 300, at the same speed.
 */
const flatMemory = {
	MALLOC_ARENA_MAX: '1',
	MALLOC_MMAP_THRESHOLD_: '1048576',
	MALLOC_TRIM_THRESHOLD_: '1048576'
};

/** Starts the process: with a small heap, nothing of our environment, and limits where it can have them. */
export function startWorker(script: string, memoryBytes: number): WorkerProcess {
	const child = forkWorker(script, memoryBytes);
	lastInLine(child.pid);
	let lastWords = '';
	child.stderr?.on('data', (text: Buffer) => {
		lastWords = (lastWords + text.toString()).slice(-2000);
	});
	// A process at rest keeps nobody else from ending.
	child.unref();
	child.channel?.unref();
	if (child.stderr instanceof Socket) child.stderr.unref();
	let ended = false;
	child.on('exit', () => (ended = true));
	child.on('error', () => (ended = true));
	return {
		pid: child.pid,
		run: (task) => runTask(child, task, () => lastWords),
		isAlive: () => !ended && child.connected,
		stop: () => void child.kill('SIGKILL')
	};
}

function forkWorker(script: string, memoryBytes: number): ChildProcess {
	const node = [process.execPath, '--max-old-space-size=256'];
	// The watch in `runTask` stops what grows; this stops what grows too fast to be watched.
	const limits = [`--data=${memoryBytes + reservedBytes}`, '--core=0'];
	const command = existsSync(prlimit) ? [prlimit, ...limits, ...node] : node;
	return fork(script, {
		...ownSession,
		execPath: command[0],
		execArgv: command.slice(1),
		env: { PATH: process.env.PATH, ...flatMemory },
		stdio: ['ignore', 'ignore', 'pipe', 'ipc']
	});
}

function runTask(child: ChildProcess, task: Task, lastWords: () => string): Promise<Answer> {
	const { promise, resolve, reject } = Promise.withResolvers<Answer>();
	const kill = (reason: 'too_slow' | 'too_large') => {
		reject(new CannotBeShown(reason));
		child.kill('SIGKILL');
	};
	const lost = (how: unknown, crashed = false) => {
		const said = `lost while making pictures (${how}) ${lastWords()}`.trim();
		reject(new PictureWorkerLost(said, { crashed }));
	};
	const onExit = (code: number | null, signal: string | null) =>
		lost(signal ?? code, hasCrashed(code, signal));
	const { timeMs, wallMs, memoryBytes } = task.limits;
	const had = processorMs(child.pid);
	// On a machine under load a good original waits; what counts is what it costs.
	const starved = () => {
		lost('no time');
		child.kill('SIGKILL');
	};
	const timer = had === null ? setTimeout(kill, timeMs, 'too_slow') : setTimeout(starved, wallMs);
	const watch = setInterval(() => {
		if (residentBytes(child.pid) > memoryBytes) kill('too_large');
		if (had !== null && (processorMs(child.pid) ?? had) - had > timeMs) kill('too_slow');
	}, watchEveryMs);
	const onError = (error: Error) => lost(error);
	child.once('message', resolve).once('exit', onExit).once('error', onError);
	child.send(task, (error) => error && lost(error));
	return promise.finally(() => {
		clearTimeout(timer);
		clearInterval(watch);
		child.off('message', resolve).off('exit', onExit).off('error', onError);
	});
}
