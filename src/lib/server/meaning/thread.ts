import { Worker } from 'node:worker_threads';

/** The thread that knows what words mean ended, or was stopped. Trying again may well succeed. */
export class MeaningLost extends Error {
	override name = 'MeaningLost';
	readonly retryable = true;
}

export type Answer = { vector: Float32Array } | { failed: string };

export interface Thread {
	/** One text at a time. Throws `MeaningLost` where the thread ended. */
	embed(text: string): Promise<Float32Array>;
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
		embed: (text) => {
			if (ended !== null) return Promise.reject(new MeaningLost(`ended before (${ended})`));
			return ask(thread, text);
		},
		stop: async () => void (await thread.terminate())
	};
}

function ask(thread: Worker, text: string): Promise<Float32Array> {
	const { promise, resolve, reject } = Promise.withResolvers<Float32Array>();
	const lost = (how: unknown) => reject(new MeaningLost(`lost while reading a text (${how})`));
	const answered = (answer: Answer) =>
		'vector' in answer ? resolve(answer.vector) : lost(answer.failed);
	thread.once('message', answered).once('error', lost).once('exit', lost);
	thread.ref();
	thread.postMessage(text);
	return promise.finally(() => {
		thread.off('message', answered).off('error', lost).off('exit', lost);
		thread.unref();
	});
}
