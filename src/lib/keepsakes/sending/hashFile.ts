type Answer = { id: number; sha256?: string; unreadable?: boolean };

/** The file can no longer be read from this device. */
export class Unreadable extends Error {
	override name = 'Unreadable';
}

let worker: Worker | null = null;
let last = 0;
const asked = new Map<number, (answer: Answer) => void>();

/**
 * The file's SHA-256 in 64 hexadecimal digits, computed beside the page as the file streams; null
 * where this browser cannot (the server then computes it alone). Throws `Unreadable`.
 */
export async function hashFile(file: Blob): Promise<string | null> {
	const answer = await ask(file);
	if (answer.unreadable) throw new Unreadable();
	return answer.sha256 ?? null;
}

function ask(file: Blob): Promise<Answer> {
	const id = ++last;
	return new Promise((resolve) => {
		asked.set(id, resolve);
		try {
			worker ??= openWorker();
			worker.postMessage({ id, file });
		} catch {
			answered({ id });
		}
	});
}

function openWorker(): Worker {
	const opened = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' });
	opened.onmessage = ({ data }: MessageEvent<Answer>) => answered(data);
	opened.onerror = () => {
		for (const id of asked.keys()) answered({ id });
	};
	return opened;
}

function answered(answer: Answer): void {
	asked.get(answer.id)?.(answer);
	asked.delete(answer.id);
}
