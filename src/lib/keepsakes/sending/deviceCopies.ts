import { deviceDatabase } from '../deviceDatabase.ts';

/** What this device remembers of a file on its way, so that a reload loses nothing. */
export type Remembered = {
	id: string;
	/** The box, or the deposit, it is for. */
	target: string;
	name: string;
	type: string;
	bytes: number;
	covered: boolean;
	scope: 'mine' | 'box';
	sha256: string | null;
	uploadUrl: string | null;
	/** The file itself, where there was room; else it is asked for by its name. */
	copy: Blob | null;
};

/** As much as is ever copied, in bytes: a guest on this device does not fill it. */
const mostBytes = 500 * 1024 * 1024;
const run = deviceDatabase('lamplight-put-in', { files: 'id' });

/** Remembers a file, or what is new about it. Says whether it does. */
export async function remember(file: Remembered): Promise<boolean> {
	return (await run('readwrite', ({ files }) => files.put(file))) !== null;
}

export async function forget(id: string): Promise<void> {
	await run('readwrite', ({ files }) => files.delete(id));
}

/** Everything on its way to this box or deposit. */
export async function rememberedFor(target: string): Promise<Remembered[]> {
	const all: Remembered[] = (await run('readonly', ({ files }) => files.getAll())) ?? [];
	return all.filter((each) => each.target === target);
}

/** Is there room for a copy of so many bytes, beside those there are? */
export async function hasRoomFor(bytes: number): Promise<boolean> {
	const all: Remembered[] = (await run('readonly', ({ files }) => files.getAll())) ?? [];
	const copied = all.reduce((sum, { copy }) => sum + (copy?.size ?? 0), 0);
	if (copied + bytes > mostBytes) return false;
	const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
	return quota - usage > 2 * bytes;
}
