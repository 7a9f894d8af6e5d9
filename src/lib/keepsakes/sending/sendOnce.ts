import { DetailedError, Upload } from 'tus-js-client';
import type { Refusal } from '../limits.ts';

export type Sending = {
	file: Blob;
	/** Where it was on its way before; null: it begins now. */
	uploadUrl: string | null;
	metadata: Record<string, string>;
	onUrl(url: string): void;
	onProgress(sentBytes: number): void;
};

/** How one try ended. Only `kept` was said by the server; `again` is nobody's fault, and tried anew. */
export type Ended = { kind: 'kept' } | { kind: 'again' } | { kind: 'refused'; why: Why };

export type Why = Refusal | 'gone' | 'unreadable' | 'fault';

/** Sends a file, or what is missing of it, once. The server answers the last byte when all is kept. */
export function sendOnce(sending: Sending, stop: AbortSignal): Promise<Ended> {
	return new Promise((resolve) => {
		const upload = new Upload(sending.file, {
			endpoint: new URL('/uploads', location.href).href,
			uploadUrl: sending.uploadUrl,
			metadata: sending.metadata,
			uploadSize: sending.file.size,
			retryDelays: null,
			storeFingerprintForResuming: false,
			onUploadUrlAvailable: () => upload.url && sending.onUrl(upload.url),
			onProgress: sending.onProgress,
			onSuccess: () => resolve({ kind: 'kept' }),
			onError: (error) => resolve(endedBy(error))
		});
		stop.addEventListener('abort', () => {
			upload.abort().catch(() => undefined);
			resolve({ kind: 'again' });
		});
		upload.start();
	});
}

const refusedBy = new Set([
	'box_full',
	'no_quota',
	'deposit_full',
	'changed',
	'lost',
	'no_room',
	'not_right'
]);

function endedBy(error: Error): Ended {
	const response = error instanceof DetailedError ? error.originalResponse : null;
	const status = response?.getStatus() ?? 0;
	const said = response?.getBody().trim() ?? '';
	if (refusedBy.has(said)) return { kind: 'refused', why: said as Refusal };
	if (status === 413) return { kind: 'refused', why: 'too_large' };
	if (status === 404) return { kind: 'refused', why: 'gone' };
	const theirs =
		status >= 400 && status < 500 && status !== 409 && status !== 423 && status !== 429;
	return theirs ? { kind: 'refused', why: 'fault' } : { kind: 'again' };
}
