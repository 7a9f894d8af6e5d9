import { type ChildProcess, fork } from 'node:child_process';
import { Socket } from 'node:net';
import { lastInLine, ownSession } from '../lastInLine.ts';

/** The process that knows what words mean ended, or was stopped. Trying again may well succeed. */
export class MeaningLost extends Error {
	override name = 'MeaningLost';
	readonly retryable = true;
}

/** What is wanted of a text: its vector, or the signature of that. */
export type Wanted = 'vector' | 'signature';
export type Question = { text: string; wanted: Wanted };
export type Answer = Float32Array | Uint32Array;
export type Told = { answer: Answer } | { failed: string };

export interface MeaningProcess {
	/** One text at a time. Throws `MeaningLost` where the process ended. */
	ask(text: string, wanted: Wanted): Promise<Answer>;
	stop(): void;
}

/**
 * Starts it, with nothing of our environment. A thread would do, but what it held would stay with us
 * when it ends: 115 MB of the 200 that the model takes.
 */
export function startProcess(script: string): MeaningProcess {
	const child = fork(script, {
		...ownSession,
		execArgv: [],
		env: { PATH: process.env.PATH },
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'pipe', 'ipc']
	});
	lastInLine(child.pid);
	let lastWords = '';
	child.stderr?.on('data', (text: Buffer) => {
		lastWords = (lastWords + text.toString()).slice(-500);
	});
	// At rest it keeps nobody from ending, and a failure between two texts shows at the next.
	rest(child);
	if (child.stderr instanceof Socket) child.stderr.unref();
	let ended: string | null = null;
	child.on('error', (error) => (ended = error.message));
	child.on('exit', (code, signal) => (ended ??= `${signal ?? code} ${lastWords}`.trim()));
	return {
		ask: (text, wanted) => {
			if (ended !== null) return Promise.reject(new MeaningLost(`ended before (${ended})`));
			return ask(child, { text, wanted });
		},
		stop: () => void child.kill('SIGKILL')
	};
}

function ask(child: ChildProcess, question: Question): Promise<Answer> {
	const { promise, resolve, reject } = Promise.withResolvers<Answer>();
	const lost = (how: unknown) => reject(new MeaningLost(`lost while reading a text (${how})`));
	const answered = (told: Told) => ('answer' in told ? resolve(told.answer) : lost(told.failed));
	const onExit = (code: number | null, signal: string | null) => lost(signal ?? code);
	child.once('message', answered).once('error', lost).once('exit', onExit);
	child.ref();
	child.channel?.ref();
	child.send(question, (error) => error && lost(error.message));
	return promise.finally(() => {
		child.off('message', answered).off('error', lost).off('exit', onExit);
		rest(child);
	});
}

function rest(child: ChildProcess): void {
	child.unref();
	child.channel?.unref();
}
