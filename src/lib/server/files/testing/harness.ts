/** For tests: the stores that there are, each with a view from behind. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openS3Server } from '../../../../../tests/files/s3Server.ts';
import type { Address } from '../address.ts';
import type { FileStore } from '../fileStore.ts';
import { openFolderStore } from '../folderStore.ts';
import { pathOf } from '../pathOf.ts';
import { openS3Store } from '../s3/s3Store.ts';

export type Harness = {
	/** A store with nothing in it. */
	openEmpty(): Promise<FileStore>;
	/** The same store, as after a restart. */
	openAgain(): Promise<FileStore>;
	/** A path where a test may put something, beside the store. */
	workplace(): Promise<string>;
	/** Everything that lies in the store, also what is half written. */
	lies(): Promise<string[]>;
	/** Writes other bytes where a file lies. */
	damage(address: Address, bytes: Uint8Array): Promise<void>;
	close(): Promise<void>;
};

const now = new Date('2026-03-01T12:00:00Z');

async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

export async function folderHarness(): Promise<Harness> {
	const folder = await mkdtemp(join(tmpdir(), 'lamplight-files-'));
	const root = join(folder, 'files');
	return {
		openEmpty: async () => {
			await rm(root, { recursive: true, force: true });
			return openFolderStore(root, now);
		},
		openAgain: () => openFolderStore(root, now),
		workplace: async () => join(folder, randomUUID()),
		lies: () => filesBelow(root),
		damage: (address, bytes) => writeFile(join(root, pathOf(address)), bytes),
		close: () => rm(folder, { recursive: true, force: true })
	};
}

export async function s3Harness(): Promise<Harness> {
	const folder = await mkdtemp(join(tmpdir(), 'lamplight-bucket-'));
	const scratch = join(folder, 'scratch');
	const server = await openS3Server(join(folder, 's3'));
	const open = () => openS3Store(server.place, { scratch, now });
	return {
		openEmpty: async () => {
			const store = await open();
			const root = join(folder, 's3', server.place.bucket);
			for (const each of await readdir(root))
				await rm(join(root, each), { recursive: true, force: true });
			return store;
		},
		openAgain: open,
		workplace: async () => join(folder, randomUUID()),
		lies: async () => {
			const { keys, unfinished } = await server.lies();
			return [...keys, ...unfinished, ...(await filesBelow(scratch))];
		},
		damage: (address, bytes) => server.overwrite(server.place.prefix + address, bytes),
		close: async () => {
			await server.close();
			await rm(folder, { recursive: true, force: true });
		}
	};
}
