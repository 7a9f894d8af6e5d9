import { sha256At } from '../files/address.ts';
import { FileMissing } from '../files/errors.ts';
import type { FileStore, Stored } from '../files/fileStore.ts';
import { openFileIndex, storedLine, type FileIndex, type StoredFile } from './fileIndex.ts';
import type { NameOf } from './fileNames.ts';
import { damagedIn } from './damaged.ts';
import { backupsIn, folderOf } from './manifest.ts';
import type { BackupPlace } from './place.ts';
import { counted, hashOf, sealed, type Recipients } from './sealing.ts';
import { storedFiles } from './storeFiles.ts';

export type CopiedFiles = {
	count: number;
	/** Their bytes, as they are in the store. */
	total: number;
	/** How many were not in the place yet. */
	copied: number;
	copiedBytes: number;
	faults: string[];
};

/** What a backup says of each file: its length, where it belongs, and its name in the place. */
export type FileLines = { files: AsyncIterable<string>; found: CopiedFiles };

type Copying = {
	files: FileStore;
	place: BackupPlace;
	nameOf: NameOf;
	recipients: Recipients;
	/** Where an index over the names may lie for a while. */
	scratch: string;
	/** Takes the line about what lies in the place. */
	note(line: string): Promise<void>;
};

/**
 * Copies what the place does not hold yet, and gives a line for each file of the store. Each file is
 * hashed as it is read: one that is not what its address says is not copied, but told.
 */
export function copyFiles(copying: Copying): FileLines {
	const found: CopiedFiles = { count: 0, total: 0, copied: 0, copiedBytes: 0, faults: [] };
	async function* lines() {
		const known = await earlier(copying);
		try {
			for await (const stored of storedFiles(copying.files)) {
				const name = copying.nameOf(stored.address);
				const there =
					(await alreadyThere(copying, known, stored, name)) ?? (await copy(stored, name));
				if (!there) continue;
				found.count += 1;
				found.total += stored.bytes;
				await copying.note(storedLine(there));
				yield `${stored.bytes} ${stored.address} ${name}`;
			}
		} finally {
			known.index.close();
		}
	}
	async function copy(stored: Stored, name: string): Promise<StoredFile | null> {
		try {
			const copied = await copyFile(copying, stored, name);
			found.copied += 1;
			found.copiedBytes += stored.bytes;
			return copied;
		} catch (error) {
			// Taken away since it was listed: what the snapshot names is never taken away meanwhile.
			if (error instanceof FileMissing) return null;
			if (!(error instanceof Changed)) throw error;
			found.faults.push(`${stored.address}: changed`);
			return null;
		}
	}
	return { files: lines(), found };
}

class Changed extends Error {}

async function copyFile(
	{ files, place, recipients }: Copying,
	{ address, bytes }: Stored,
	name: string
): Promise<StoredFile> {
	const { stream } = await files.open(address);
	const plain = counted(stream);
	async function* checked() {
		yield* plain.stream;
		const found = plain.found();
		if (found.sha256 !== sha256At(address) || found.bytes !== bytes) throw new Changed(address);
	}
	const written = counted(await sealed(checked(), recipients));
	try {
		await place.write(name, written.stream);
	} finally {
		stream.destroy();
	}
	return { name, ...written.found() };
}

type Earlier = { index: FileIndex; damaged: ReadonlySet<string> };

/** What the newest backup says of the place: hashes taken when each file was written. */
async function earlier({ place, scratch }: Copying): Promise<Earlier> {
	const index = openFileIndex(scratch);
	const newest = (await backupsIn(place)).at(-1);
	if (newest) await index.add(await place.read(`${folderOf(newest.id)}/stored`));
	return { index, damaged: await damagedIn(place) };
}

async function alreadyThere(
	{ place, recipients }: Copying,
	{ index, damaged }: Earlier,
	stored: Stored,
	name: string
): Promise<StoredFile | null> {
	const bytes = damaged.has(name) ? null : await place.bytes(name);
	if (bytes === null) return null;
	const before = index.find(name);
	if (before) return before.bytes === bytes ? before : null;
	// Left by a backup that was broken off. What is sealed cannot be looked into, and is written anew.
	if (recipients !== null || bytes !== stored.bytes) return null;
	const { sha256 } = await hashOf(await place.read(name));
	return sha256 === sha256At(stored.address) ? { name, bytes, sha256 } : null;
}
