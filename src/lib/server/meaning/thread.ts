import { Worker } from 'node:worker_threads';

/** The thread that knows what words mean ended, or was stopped. Trying again may well succeed. */
export class MeaningLost extends Error {
	override name = 'MeaningLost';
	readonly retryable = true;
}

/** What is wanted of a text: its vector, or the signature of that. */
export type Wanted = 'vector' | 'signature';
export type Question = { text: string; wanted: Wanted };
export type Answer = Float32Array | Uint32Array;
export type Told = { answer: Answer } | { failed: string };

export interface Thread {
	/** One text at a time. Throws `MeaningLost` where the thread ended. */
	ask(text: string, wanted: Wanted): Promise<Answer>;
	stop(): Promise<void>;
}

export function startThread(script: string): Thread {
	const thread = new Worker(script, { execArgv: [], stdout: true, stderr: true });
	// At rest it keeps nobody from ending, and a failure between two texts shows at the next.
	thread.unref();
	let ended: string | null = null;
	thread.on('error', (error) => (ended = String(error)));
	thread.on('exit', (code) => (ended ??= String(code)));
	return {
		ask: (text, wanted) => {
			if (ended !== null) return Promise.reject(new MeaningLost(`ended before (${ended})`));
			return ask(thread, { text, wanted });
		},
		stop: async () => void (await thread.terminate())
	};
}

function ask(thread: Worker, question: Question): Promise<Answer> {
	const { promise, resolve, reject } = Promise.withResolvers<Answer>();
	const lost = (how: unknown) => reject(new MeaningLost(`lost while reading a text (${how})`));
	const answered = (told: Told) => ('answer' in told ? resolve(told.answer) : lost(told.failed));
	thread.once('message', answered).once('error', lost).once('exit', lost);
	thread.ref();
	thread.postMessage(question);
	return promise.finally(() => {
		thread.off('message', answered).off('error', lost).off('exit', lost);
		thread.unref();
	});
}
