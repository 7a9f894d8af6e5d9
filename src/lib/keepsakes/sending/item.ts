import type { Remembered } from './deviceCopies.ts';
import type { Waits, Why } from './sendOnce.ts';

/**
 * Where a file is on its way. `kept` is only what the server has said to be kept; `needed` was on its
 * way before a reload, and its file has to be chosen once more.
 */
type State = 'chosen' | 'waiting' | 'reading' | 'going' | 'offline' | 'kept' | 'refused' | 'needed';

/** How a file is to be kept: shown, or covered until it is opened; for whom. */
export type How = { covered: boolean; scope: 'mine' | 'box' };

/** A file as the screen shows it. */
export type Item = How & {
	id: string;
	name: string;
	type: string;
	bytes: number;
	state: State;
	sentBytes: number;
	why: Why | null;
	/** What it waits for, while it is `offline`. */
	waitsFor: Waits;
	/** A copy lies on this device: a reload loses nothing of it. */
	copied: boolean;
};

/** What the screen does not follow. `hashed`: the hash is that of this very file. */
export type Behind = {
	file: Blob | null;
	sha256: string | null;
	hashed: boolean;
	uploadUrl: string | null;
};

/** The box they are for, or, without one, the deposit that this device makes. */
export type Target = { box: string } | { deposit: string };

/** By which this device remembers what it sends there. */
export function keyOf(target: Target): string {
	return 'box' in target ? target.box : `deposit:${target.deposit}`;
}

/** A file that was just chosen. */
export function itemOf(file: File, how: How): Item {
	const { name, type, size: bytes } = file;
	return { ...begun, ...how, id: newId(), name, type, bytes };
}

/** A file that was on its way before this page was opened. */
export function itemAgain({ id, name, type, bytes, covered, scope, copy }: Remembered): Item {
	const state = copy ? 'waiting' : 'needed';
	return { ...begun, id, name, type, bytes, covered, scope, state, copied: copy !== null };
}

const begun = {
	state: 'chosen' as State,
	sentBytes: 0,
	why: null,
	waitsFor: 'line' as Waits,
	copied: false
};

/** `crypto.randomUUID` asks for HTTPS, which a family's own machine may not have. */
function newId(): string {
	return [...crypto.getRandomValues(new Uint8Array(12))]
		.map((byte) => byte.toString(16).padStart(2, '0'))
		.join('');
}
