import { limits } from '../limits.ts';
import { forget, hasRoomFor, remember, rememberedFor } from './deviceCopies.ts';
import { itemAgain, itemOf, keyOf, type Behind, type How, type Item, type Target } from './item.ts';
import { sendItem } from './sendItem.ts';

/** So many at a time: one is read from the device while another waits for the network. */
const hands = 3;

/** Sends files to a box or a deposit, and remembers them until the server says that they are kept. */
export class Sender {
	items = $state<Item[]>([]);
	readonly chosen = $derived(this.#in('chosen'));
	readonly kept = $derived(this.#in('kept'));
	readonly refused = $derived(this.#in('refused'));
	readonly needed = $derived(this.#in('needed'));
	readonly underWay = $derived(this.#in('waiting', 'reading', 'going', 'offline'));

	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- what the screen does not follow
	readonly #behind = new Map<string, Behind>();
	readonly #target: Target;
	readonly #stop = new AbortController();
	#working = 0;

	constructor(target: Target) {
		this.#target = target;
	}

	/** Goes on with what was on its way when the page was closed. */
	async restore(): Promise<void> {
		for (const file of await rememberedFor(this.#key)) {
			if (this.#behind.has(file.id)) continue;
			const { id, sha256, uploadUrl, copy } = file;
			this.#behind.set(id, { file: copy, sha256, uploadUrl, hashed: copy !== null && !!sha256 });
			this.items.push(itemAgain(file));
		}
		this.#work();
	}

	/** Adds files, not sent yet. One that a reload had lost is found again by its name and size. */
	add(files: Iterable<File>, how: How): void {
		for (const file of files) {
			const lost = this.needed.find((each) => each.name === file.name && each.bytes === file.size);
			const item = lost ?? itemOf(file, how);
			const before = this.#behind.get(item.id) ?? { sha256: null, uploadUrl: null };
			this.#behind.set(item.id, { ...before, file, hashed: false });
			if (lost) lost.state = 'waiting';
			else if (file.size <= limits.fileBytes) this.items.push(item);
			else this.items.push({ ...item, state: 'refused', why: 'too_large' });
		}
		this.#work();
	}

	/** Sends everything that was chosen, and remembers it meanwhile. */
	async putIn(): Promise<void> {
		const chosen = [...this.chosen];
		for (const item of chosen) item.state = 'waiting';
		this.#work();
		for (const item of chosen) await this.#remember(item);
		for (const item of chosen) await this.#copy(item);
	}

	/** Leaves out what was not sent, could not be kept, or is not at hand any more. */
	leaveOut(id: string): void {
		this.items = this.items.filter((item) => item.id !== id);
		this.#behind.delete(id);
		void forget(id);
	}

	stop(): void {
		this.#stop.abort();
	}

	get #key(): string {
		return keyOf(this.#target);
	}

	#in(...states: Item['state'][]): Item[] {
		return this.items.filter(({ state }) => states.includes(state));
	}

	#work(): void {
		while (this.#working < hands && !this.#stop.signal.aborted) {
			const next = this.items.find(({ state }) => state === 'waiting');
			if (!next) return;
			next.state = 'reading';
			this.#working++;
			void this.#send(next).finally(() => {
				this.#working--;
				this.#work();
			});
		}
	}

	async #send(item: Item): Promise<void> {
		const behind = this.#behind.get(item.id);
		if (!behind) return;
		const onUrl = () => void this.#remember(item);
		await sendItem(item, behind, this.#target, onUrl, this.#stop.signal);
		if (isOver(item)) await forget(item.id);
		if (item.state === 'kept') this.#behind.delete(item.id);
	}

	async #remember(item: Item): Promise<boolean> {
		const behind = this.#behind.get(item.id);
		if (!behind || isOver(item)) return false;
		const { id, name, type, bytes, covered, scope } = item;
		const { sha256, uploadUrl } = behind;
		const copy = item.copied ? behind.file : null;
		const file = { id, name, type, bytes, covered, scope, sha256, uploadUrl, copy };
		const remembered = await remember({ ...file, target: this.#key });
		// Its last word may have come meanwhile.
		if (isOver(item)) await forget(id);
		return remembered;
	}

	async #copy(item: Item): Promise<void> {
		if (isOver(item) || !(await hasRoomFor(item.bytes))) return;
		item.copied = true;
		if (!(await this.#remember(item))) item.copied = false;
	}
}

function isOver({ state }: Item): boolean {
	return state === 'kept' || state === 'refused';
}
