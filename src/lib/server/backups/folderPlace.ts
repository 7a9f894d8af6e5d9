import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { asStorageError, systemCode } from '../files/errors.ts';
import { makeFolder, removeEmptyFolders, syncFolder } from '../files/folders.ts';
import { NotInBackup, type BackupPlace } from './place.ts';

/** What is on its way in; nothing here belongs to a backup. */
const incoming = 'incoming';
const chunkBytes = 256 * 1024;

/** Backups in a folder, which is made where it is missing, for its owner alone. */
export async function openFolderPlace(path: string): Promise<BackupPlace> {
	const root = resolve(path);
	await makeFolder(root);
	return {
		said: root,
		write: (name, stream) => write(root, name, stream).catch(rethrow),
		read: (name) => read(root, name),
		bytes: (name) => bytes(root, name),
		list: (folder) => list(root, folder),
		remove: (name) => remove(root, name)
	};
}

function rethrow(error: unknown): never {
	throw asStorageError(error);
}

async function write(root: string, name: string, stream: AsyncIterable<Uint8Array>) {
	const beside = join(root, incoming, randomUUID());
	const target = join(root, name);
	await makeFolder(dirname(beside));
	try {
		const file = createWriteStream(beside, { flags: 'wx', mode: 0o600, flush: true });
		await pipeline(stream, file);
		await makeFolder(dirname(target));
		await rename(beside, target);
		await syncFolder(dirname(target));
	} catch (error) {
		await rm(beside, { force: true });
		throw error;
	}
}

async function read(root: string, name: string) {
	const file = await open(join(root, name)).catch((error: unknown) => {
		throw systemCode(error) === 'ENOENT' ? new NotInBackup(name) : error;
	});
	return file.createReadStream({ highWaterMark: chunkBytes });
}

async function bytes(root: string, name: string): Promise<number | null> {
	try {
		return (await lstat(join(root, name))).size;
	} catch (error) {
		if (systemCode(error) === 'ENOENT') return null;
		throw error;
	}
}

async function* list(root: string, folder: string): AsyncGenerator<string> {
	const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
		if (systemCode(error) === 'ENOENT') return [];
		throw error;
	});
	for (const entry of entries) {
		const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
		if (entry.isDirectory()) yield* list(root, name);
		else yield name;
	}
}

async function remove(root: string, name: string): Promise<void> {
	const path = join(root, name);
	await rm(path, { force: true });
	await removeEmptyFolders(dirname(path), dirname(root));
}
