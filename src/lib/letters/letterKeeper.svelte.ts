/** Keeps what is typed in a letter, a moment after it was typed, by the form's own action. */
export class LetterKeeper {
	state = $state<'idle' | 'keeping' | 'kept' | 'unkept'>('idle');
	#form: HTMLFormElement;
	#kept: string;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#sending: Promise<void> | null = null;
	#done = false;

	constructor(form: HTMLFormElement, kept: string) {
		this.#form = form;
		this.#kept = kept;
	}

	typed(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.send(), 900);
	}

	/** `leaving`: the page goes, and the browser sends this by itself. */
	async send(leaving = false): Promise<void> {
		clearTimeout(this.#timer);
		await this.#sending;
		if (this.#done) return;
		const data = new FormData(this.#form);
		const body = String(data.get('body') ?? '');
		if (body === this.#kept) return;
		this.state = 'keeping';
		this.#sending = this.#post(data, leaving).then(
			() => {
				this.#kept = body;
				this.state = 'kept';
			},
			() => {
				this.state = 'unkept';
				this.#timer = setTimeout(() => void this.send(), 5_000);
			}
		);
		await this.#sending;
		this.#sending = null;
	}

	/** The form itself is on its way: what is in it is kept, or sent, by that. */
	stop(): void {
		this.#done = true;
		clearTimeout(this.#timer);
	}

	async #post(data: FormData, leaving: boolean): Promise<void> {
		const answer = await fetch('?/keep', {
			method: 'POST',
			body: data,
			headers: { accept: 'application/json', 'x-sveltekit-action': 'true' },
			keepalive: leaving
		});
		const told = (await answer.json()) as { type?: string };
		if (!answer.ok || told.type === 'failure' || told.type === 'error') throw new Error('not kept');
	}
}
