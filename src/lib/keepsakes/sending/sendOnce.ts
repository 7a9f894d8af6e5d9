import { DetailedError, Upload, type HttpResponse } from 'tus-js-client';
import type { Refusal } from '../limits.ts';

export type Sending = {
	file: Blob;
	/** Where it was on its way before; null: it begins now. */
	uploadUrl: string | null;
	metadata: Record<string, string>;
	onUrl(url: string): void;
	onProgress(sentBytes: number): void;
};

/** What has to come back before a file can go on: the line, room on the machine, or the site itself. */
export type Waits = 'line' | 'room' | 'site';

/**
 * How one try ended. Only `kept` was said by the server; `again` is nobody's fault, and tried anew,
 * not before `afterMs`.
 */
export type Ended =
	{ kind: 'kept' } | { kind: 'again'; for: Waits; afterMs: number } | { kind: 'refused'; why: Why };

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
			onAfterResponse: (request, answer) => {
				// The library would take it for an upload that is gone, and begin another.
				const isAsking = request.getMethod() === 'HEAD';
				if (isAsking && isNotNow(answer.getStatus())) throw new NotNow(answer);
			},
			onProgress: sending.onProgress,
			onSuccess: () => resolve({ kind: 'kept' }),
			onError: (error) => resolve(endedBy(error))
		});
		stop.addEventListener('abort', () => {
			upload.abort().catch(() => undefined);
			resolve(again('line'));
		});
		upload.start();
	});
}

/** The site is there, or was a moment ago, and cannot answer what it was asked. */
class NotNow extends Error {
	override name = 'NotNow';
	readonly answer: HttpResponse;
	constructor(answer: HttpResponse) {
		super('not now');
		this.answer = answer;
	}
}

function isNotNow(status: number): boolean {
	return status >= 500 || status === 429;
}

const refusedBy = new Set(['box_full', 'no_quota', 'deposit_full', 'changed', 'lost', 'not_right']);

function endedBy(error: Error): Ended {
	const detailed = error instanceof DetailedError ? error : null;
	const cause = detailed?.causingError;
	const response = cause instanceof NotNow ? cause.answer : (detailed?.originalResponse ?? null);
	const status = response?.getStatus() ?? 0;
	const said = response?.getBody().trim() ?? '';
	if (refusedBy.has(said)) return { kind: 'refused', why: said as Refusal };
	if (status === 413) return { kind: 'refused', why: 'too_large' };
	if (status === 404) return { kind: 'refused', why: 'gone' };
	const theirs =
		status >= 400 && status < 500 && status !== 409 && status !== 423 && status !== 429;
	if (theirs) return { kind: 'refused', why: 'fault' };
	const seconds = Number(response?.getHeader('retry-after') ?? 0) || 0;
	if (status === 507) return again('room', seconds);
	return again(status >= 500 ? 'site' : 'line', seconds);
}

function again(what: Waits, seconds = 0): Ended {
	return { kind: 'again', for: what, afterMs: seconds * 1000 };
}
