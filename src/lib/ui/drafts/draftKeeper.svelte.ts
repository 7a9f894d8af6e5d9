import type { DeviceDraft, DeviceDrafts } from './deviceDrafts.ts';
import { sendDraft, type Sent } from './sendDraft.ts';

/** How what is written here is kept just now. `beside`: as a copy; the draft was changed elsewhere. */
export type KeptState =
	'kept' | 'keeping' | 'device' | 'unkept' | 'beside' | 'wrong' | 'signed-out' | 'ended';

type Typed = { title: string; body: string };

/** How long somebody pauses before what they wrote is sent. */
const pauseMs = 1000;
/** How long to wait after a failure, doubled each time up to the most. */
const firstRetryMs = 4000;
const mostRetryMs = 60_000;

/**
 * Keeps a draft as it is typed: at once on this device, a moment later on the server, and what the
 * server has is forgotten here. One for each open page.
 */
export class DraftKeeper {
	state = $state<KeptState>('kept');
	wrong = $state<Record<string, string>>({});
	/** The draft as this page has it, as it is sent. */
	draft: DeviceDraft;

	readonly #address: string;
	readonly #device: DeviceDrafts;
	#keptStep = 0;
	#sending = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#retryMs = firstRetryMs;

	constructor(address: string, device: DeviceDrafts, start: Omit<DeviceDraft, 'page' | 'step'>) {
		this.#address = address;
		this.#device = device;
		const page = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
			byte.toString(16).padStart(2, '0')
		).join('');
		this.draft = $state.raw({ ...start, page, step: 0 });
	}

	/**
	 * Sends what earlier pages of this story left on the device. True: the server has taken something,
	 * so that what this page shows may be old.
	 */
	async bringBack(): Promise<boolean> {
		let taken = false;
		for (const left of await this.#device.of(this.draft.story)) {
			const sent = await sendDraft(this.#address, left);
			if (sent.outcome !== 'kept') continue;
			await this.#device.forget(left.page);
			taken ||= sent.copy !== null || sent.revision !== this.draft.revision;
		}
		return taken;
	}

	/** Takes what was typed. */
	change(typed: Typed): void {
		if (typed.title === this.draft.title && typed.body === this.draft.body) return;
		this.draft = { ...this.draft, ...typed, step: this.draft.step + 1 };
		if (this.state === 'kept' || this.state === 'wrong') this.state = 'keeping';
		void this.#keepHere();
		this.#sendIn(pauseMs);
	}

	/** Sends what is not kept yet, now. With `farewell` this page is going away. */
	async send(farewell = false): Promise<void> {
		clearTimeout(this.#timer);
		const draft = this.draft;
		if (draft.step === this.#keptStep || (this.#sending && !farewell)) return;
		this.#sending = true;
		const sent = await sendDraft(this.#address, draft, farewell);
		this.#sending = false;
		await this.#note(draft, sent);
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	async #note(draft: DeviceDraft, sent: Sent): Promise<void> {
		if (sent.outcome === 'kept') {
			this.#retryMs = firstRetryMs;
			this.#keptStep = Math.max(this.#keptStep, draft.step);
			const { revision, copy } = sent;
			// A page whose changes go to a copy goes on from where it started.
			this.draft = { ...this.draft, copy, revision: copy ? this.draft.revision : revision };
			if (this.draft.step > this.#keptStep) return this.#sendIn(pauseMs);
			this.state = copy ? 'beside' : 'kept';
			return this.#device.forget(draft.page);
		}
		const here = await this.#keepHere();
		if (sent.outcome === 'wrong') this.wrong = sent.wrong;
		this.state = sent.outcome === 'not-sent' ? (here ? 'device' : 'unkept') : sent.outcome;
		if (sent.outcome === 'wrong' || sent.outcome === 'ended') return;
		this.#sendIn(this.#retryMs);
		this.#retryMs = Math.min(this.#retryMs * 2, mostRetryMs);
	}

	#keepHere(): Promise<boolean> {
		return this.#device.keep({ ...this.draft });
	}

	#sendIn(ms: number): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.send(), ms);
	}
}
