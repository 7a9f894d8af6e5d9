import { originalAddress, sha256At, type Address } from '#lib/server/files/address.ts';
import {
	FileMissing,
	StorageRefused,
	StorageUnreachable,
	systemCode
} from '#lib/server/files/errors.ts';
import type { FileStore } from '#lib/server/files/fileStore.ts';
import { readWhole } from '#lib/server/files/readWhole.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { copyFile, type Original } from './copyOf.server.ts';

/** What a file was found to be; `away`: the store did not answer. */
export type State = 'whole' | 'missing' | 'changed' | 'away';

export type Damage = { place: 'store' | 'copy'; what: 'missing' | 'changed'; mended: boolean };

export type Checked = { store: State; copy: State | null; copied: boolean; damage: Damage[] };

/** Reads a file again, to its last byte. Throws what is not about this one file. */
export async function stateOf(store: FileStore, address: Address, bytes: number): Promise<State> {
	try {
		const { stream, totalBytes } = await store.open(address);
		if (totalBytes !== bytes) {
			stream.destroy();
			return 'changed';
		}
		return (await readWhole(stream)).sha256 === sha256At(address) ? 'whole' : 'changed';
	} catch (error) {
		if (error instanceof FileMissing) return 'missing';
		// A disk that cannot give these bytes back any more.
		if (systemCode(error) === 'EIO') return 'changed';
		throw error;
	}
}

/**
 * Reads an original again wherever it lies, and mends one place from the other. A second copy that
 * is only not there yet is brought, and is no damage.
 */
export async function checkOriginal(lamplight: Lamplight, original: Original): Promise<Checked> {
	const { files, copy } = lamplight;
	const address = originalAddress(original.boxId, original.sha256);
	const store = await stateOf(files, address, original.bytes);
	const second = copy ? await unlessAway(stateOf(copy, address, original.bytes)) : null;
	const damage: Damage[] = [];
	if (store === 'missing' || store === 'changed') {
		const mended = second === 'whole' && (await mend(copy, files, original));
		damage.push({ place: 'store', what: store, mended });
	}
	const lacks = second === 'missing' || second === 'changed';
	const copied = store === 'whole' && lacks && (await mend(files, copy, original));
	if (second === 'changed') damage.push({ place: 'copy', what: second, mended: copied });
	return { store, copy: second, copied, damage };
}

async function mend(from: FileStore | null, to: FileStore | null, original: Original) {
	if (!from || !to) return false;
	return (await unlessAway(copyFile(from, to, original))) !== 'away';
}

/** The second copy being away holds up nothing of the first. */
async function unlessAway<T>(work: Promise<T>): Promise<T | 'away'> {
	try {
		return await work;
	} catch (error) {
		if (error instanceof StorageUnreachable || error instanceof StorageRefused) return 'away';
		throw error;
	}
}
