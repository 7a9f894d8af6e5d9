import { limits } from '../limits.ts';
import { addPart, beginTake, takeInHand, type Take } from './takes.ts';

/** Why nothing is recorded: this browser cannot, it may not, it hears nothing, or something else. */
export type Trouble = 'cannot' | 'refused' | 'no_microphone' | 'fault';

/** Speech and song are as good as they get at this; an hour is some 43 MB. */
const audioBitsPerSecond = 96_000;
/** So much may be lost when everything stops at once. */
const partMs = 1000;
const mostBytes = limits.fileBytes - 2 * 1024 * 1024;
/** The first that this browser records; each is made playable everywhere later. */
const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Whether this browser can record here; it also asks for HTTPS, or this very machine. */
export function canRecord(): boolean {
	return 'MediaRecorder' in globalThis && navigator.mediaDevices?.getUserMedia !== undefined;
}

/**
 * Records what the microphone hears, with the browser's own recorder, and keeps every second of it
 * on this device as it comes. One recording at a time; `done` is handed what was recorded.
 */
export class Recorder {
	state = $state<'ready' | 'asking' | 'recording' | 'paused'>('ready');
	trouble = $state<Trouble | null>(null);
	/** How long it is by now. */
	seconds = $state(0);
	/** What is recorded lies on this device, and stays when the page is closed. */
	safe = $state(true);

	readonly #box: string;
	readonly #done: (take: Take, sound: Blob) => void;
	#recorder: MediaRecorder | null = null;
	#clock: ReturnType<typeof setInterval> | undefined;

	constructor(box: string, done: (take: Take, sound: Blob) => void) {
		this.#box = box;
		this.#done = done;
	}

	async start(): Promise<void> {
		if (this.state !== 'ready') return;
		if (!canRecord()) {
			this.trouble = 'cannot';
			return;
		}
		this.trouble = null;
		this.state = 'asking';
		try {
			await this.#record(await navigator.mediaDevices.getUserMedia({ audio: true }));
		} catch (error) {
			this.state = 'ready';
			this.trouble = troubleOf(error);
		}
	}

	pause(): void {
		if (this.#recorder?.state !== 'recording') return;
		this.#recorder.pause();
		this.state = 'paused';
	}

	resume(): void {
		if (this.#recorder?.state !== 'paused') return;
		this.#recorder.resume();
		this.state = 'recording';
	}

	finish(): void {
		if (this.#recorder && this.#recorder.state !== 'inactive') this.#recorder.stop();
	}

	async #record(stream: MediaStream): Promise<void> {
		const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
		const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond });
		const type = (recorder.mimeType || mimeType || '').replace(/;.*/, '');
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- a moment, which never changes
		const take: Take = { id: newId(), box: this.#box, type, begunAt: new Date() };
		takeInHand(take.id);
		this.safe = await beginTake(take);
		const parts: Blob[] = [];
		let bytes = 0;
		recorder.ondataavailable = ({ data }) => {
			if (data.size === 0) return;
			parts.push(data);
			bytes += data.size;
			void addPart(take.id, parts.length, data).then((kept) => (this.safe &&= kept));
			if (bytes > mostBytes) this.finish();
		};
		recorder.onstop = () => {
			this.#rest(stream);
			if (bytes > 0) this.#done(take, new Blob(parts, { type }));
			else this.trouble = 'fault';
		};
		const awake = await navigator.wakeLock?.request('screen').catch(() => null);
		recorder.addEventListener('stop', () => void awake?.release());
		recorder.start(partMs);
		this.#recorder = recorder;
		this.seconds = 0;
		this.state = 'recording';
		this.#clock = setInterval(() => this.#tick(), 100);
		this.#before = performance.now();
	}

	#before = 0;

	#tick(): void {
		const now = performance.now();
		if (this.state === 'recording') this.seconds += (now - this.#before) / 1000;
		this.#before = now;
	}

	#rest(stream: MediaStream): void {
		clearInterval(this.#clock);
		for (const track of stream.getTracks()) track.stop();
		this.#recorder = null;
		this.state = 'ready';
	}
}

function troubleOf(error: unknown): Trouble {
	const name = error instanceof Error ? error.name : '';
	if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
	return name === 'NotFoundError' || name === 'NotReadableError' ? 'no_microphone' : 'fault';
}

function newId(): string {
	return [...crypto.getRandomValues(new Uint8Array(12))]
		.map((byte) => byte.toString(16).padStart(2, '0'))
		.join('');
}
