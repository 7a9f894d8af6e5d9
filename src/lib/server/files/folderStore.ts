import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Address } from './address.ts';
import { BadRange, FileMissing, StorageUnreachable, asStorageError, systemCode } from './errors.ts';
import type { FileStore, Opened, Range, Stored } from './fileStore.ts';
import { makeFolder, removeEmptyFolders } from './folders.ts';
import { listFolder } from './listFolder.ts';
import { pathOf } from './pathOf.ts';
import { putFile } from './putFile.ts';
import { sweepIncoming } from './sweepIncoming.ts';

/** Files on their way in, on the same filesystem as those that are kept. */
const incomingName = 'incoming';

/**
 * A file store in a folder: `originals/<box>/<ab>/<sha256>`, `pictures/<box>/<ab>/<sha256>/<sha256>`,
 * readable by its owner alone. The folder is made where it is missing, and what was left half
 * written there more than a day before `now` is taken away. Throws the system's error where the
 * folder cannot be written to.
 */
export async function openFolderStore(root: string, now: Date): Promise<FileStore> {
	const incoming = join(root, incomingName);
	await makeFolder(incoming);
	await sweepIncoming(incoming, now);
	return {
		put: (address, source, expected) => putFile(root, incoming, address, source, expected),
		open: (address, range) => openFile(root, address, range),
		stat: (address) => stat(root, address),
		remove: (address) => remove(root, address),
		list: (prefix, after) => listFolder(root, prefix, after),
		asLocalFile: async (address, use) => {
			if ((await stat(root, address)) === null) throw new FileMissing(address);
			return use(join(root, pathOf(address)));
		},
		withScratch: (use) => withScratch(incoming, use),
		sweep: (at) => sweepIncoming(incoming, at)
	};
}

async function openFile(root: string, address: Address, range?: Range): Promise<Opened> {
	const file = await open(
		join(root, pathOf(address)),
		constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)
	).catch(async (error: unknown) => {
		if (systemCode(error) !== 'ENOENT') throw error;
		await mustBeThere(root);
		throw new FileMissing(address);
	});
	try {
		const totalBytes = (await file.stat()).size;
		const start = range?.start ?? 0;
		const end = Math.min(range?.end ?? totalBytes - 1, totalBytes - 1);
		if (range && (start < 0 || start > end)) throw new BadRange(totalBytes);
		if (totalBytes === 0) {
			await file.close();
			return { stream: Readable.from([]), bytes: 0, totalBytes };
		}
		const stream = file.createReadStream({ start, end, highWaterMark: 256 * 1024 });
		return { stream, bytes: end - start + 1, totalBytes };
	} catch (error) {
		await file.close();
		throw error;
	}
}

async function stat(root: string, address: Address): Promise<Stored | null> {
	try {
		const found = await lstat(join(root, pathOf(address)));
		if (!found.isFile()) return null;
		return { address, bytes: found.size, modifiedAt: found.mtime };
	} catch (error) {
		if (systemCode(error) !== 'ENOENT') throw error;
		await mustBeThere(root);
		return null;
	}
}

/** Where the whole folder is gone (a disk that is not mounted), no single file is missing. */
async function mustBeThere(root: string): Promise<void> {
	await lstat(join(root, incomingName)).catch((error: unknown) => {
		throw new StorageUnreachable('its folder is not there', error);
	});
}

async function remove(root: string, address: Address): Promise<void> {
	const path = join(root, pathOf(address));
	await rm(path, { force: true });
	// An empty folder would still say that there was a memory box of this name.
	await removeEmptyFolders(join(path, '..'), root);
}

/** Lends a new folder below `incoming`, and takes it away afterwards. */
export async function withScratch<T>(
	incoming: string,
	use: (folder: string) => Promise<T>
): Promise<T> {
	const folder = join(incoming, randomUUID());
	try {
		await mkdir(folder, { mode: 0o700 });
		return await use(folder);
	} catch (error) {
		throw asStorageError(error);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
