import { asStorageError } from '../files/errors.ts';
import { CannotBeShown, cannotShow } from './cannotShow.ts';
import { type Limits, usualLimits } from './limits.ts';
import type { Made } from './made.ts';
import { residentBytes } from './residentBytes.ts';
import type { Answer, Task } from './task.ts';
import { PictureWorkerLost, type WorkerProcess, startWorker } from './workerProcess.ts';
import { workerScript } from './workerScript.ts';

export interface PictureMaker {
	/**
	 * Makes the pictures of an original in `outDir`, an empty folder that exists. The original is
	 * only read. Calls wait for one another. What cannot be shown is an answer and no error.
	 * Throws `PictureWorkerLost` (try again), `StorageFull`, or an error with the system's code
	 * (`ENOENT`: the original is not there).
	 */
	makePictures(originalPath: string, to: { outDir: string }): Promise<Made>;
	/** The process at work, for those who watch or test it; undefined while there is none. */
	pid(): number | undefined;
	/** Stops for good and at once; what is being made or waits fails with `PictureWorkerLost`. */
	close(): void;
}

export interface PictureMakerSettings {
	limits: Limits;
	/** The script to run as a process. */
	script: string;
	/** The process ends after so long with nothing to do. */
	idleMs: number;
	/** A process that holds more than this when it is done is replaced: a heap never shrinks. */
	recycleBytes: number;
}

/** Something that makes pictures, in one process that is started when needed and used again. */
export function createPictureMaker(settings: Partial<PictureMakerSettings> = {}): PictureMaker {
	const { limits = usualLimits, idleMs = 60_000, recycleBytes = 350_000_000 } = settings;
	const script = settings.script ?? workerScript();
	let worker: WorkerProcess | undefined;
	let idle: NodeJS.Timeout | undefined;
	let last: Promise<unknown> = Promise.resolve();
	let closed = false;

	function stop(): void {
		clearTimeout(idle);
		worker?.stop();
		worker = undefined;
	}

	async function make(task: Task): Promise<Made> {
		if (closed) throw new PictureWorkerLost('closed before it was their turn');
		clearTimeout(idle);
		if (!worker?.isAlive()) worker = startWorker(script, limits.memoryBytes);
		const answer = await worker.run(task).catch(answerWithout);
		if (answer.spent || residentBytes(worker?.pid) > recycleBytes) stop();
		idle = setTimeout(stop, idleMs).unref();
		return madeOf(answer);
	}

	return {
		makePictures(originalPath, { outDir }) {
			const made = last.then(() => make({ originalPath, outDir, limits }));
			last = made.catch(() => undefined);
			return made;
		},
		pid: () => (worker?.isAlive() ? worker.pid : undefined),
		close() {
			closed = true;
			stop();
		}
	};
}

function madeOf(answer: Answer): Made {
	if ('made' in answer) return answer.made;
	const { code, message } = answer.failed;
	throw asStorageError(Object.assign(new Error(message), { code }));
}

/** A process that had to be killed for what an original did to it has answered by that. */
function answerWithout(error: unknown): Answer {
	const made = cannotShow(error);
	if (error instanceof CannotBeShown && made) return { made, spent: true };
	throw error;
}
