import { DetailedError, Upload } from 'tus-js-client';
import type { WhyNotBegun } from './back/notBegun.ts';

/** A copy that had begun to come: chosen once more, it goes on from where it was. */
export type Coming = { id: string; fileName: string; bytes: number };

const endpoint = '/boxes/put-back/arriving';
/** How long to wait before the next try, in milliseconds: soon, then ever less often. */
const delays = [1000, 2000, 4000, 8000, 15_000, 30_000];
const reasons = new Set(['too_large', 'busy', 'no_room', 'not_right']);

/** Sends one copy until it has arrived, however often the line breaks. */
export class CopySender {
	state = $state<'idle' | 'going' | 'offline' | 'arrived' | 'refused'>('idle');
	sentBytes = $state(0);
	why = $state<WhyNotBegun | 'fault' | null>(null);

	/** The file can only be chosen by hand, so a page that was closed remembers nothing of it. */
	send(file: File, coming: Coming | null, arrived: (id: string) => void): void {
		const same = coming && coming.fileName === file.name && coming.bytes === file.size;
		this.state = 'going';
		this.why = null;
		let tries = 0;
		const upload = new Upload(file, {
			endpoint: location.origin + endpoint,
			uploadUrl: same ? `${location.origin}${endpoint}/${coming.id}` : null,
			metadata: { filename: file.name },
			uploadSize: file.size,
			retryDelays: null,
			storeFingerprintForResuming: false,
			onProgress: (sent) => {
				this.state = 'going';
				this.sentBytes = sent;
				tries = 0;
			},
			onSuccess: () => {
				this.state = 'arrived';
				arrived(upload.url?.split('/').at(-1) ?? '');
			},
			onError: (error) => {
				const why = whyNot(error);
				if (why === null) {
					this.state = 'offline';
					setTimeout(() => upload.start(), delays[Math.min(tries++, delays.length - 1)]);
				} else {
					this.state = 'refused';
					this.why = why;
				}
			}
		});
		upload.start();
	}
}

/** Null: it is nobody's fault, and tried again. */
function whyNot(error: Error): WhyNotBegun | 'fault' | null {
	const response = error instanceof DetailedError ? error.originalResponse : null;
	const status = response?.getStatus() ?? 0;
	const said = response?.getBody().trim() ?? '';
	if (reasons.has(said)) return said as WhyNotBegun;
	if (status === 413) return 'too_large';
	const theirs = status >= 400 && status < 500 && ![409, 423, 429].includes(status);
	return theirs ? 'fault' : null;
}
