import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Address, sha256At } from './address.ts';
import { WrongContent, asStorageError, systemCode } from './errors.ts';
import type { Expected, Source } from './fileStore.ts';
import { makeFolder, syncFile, syncFolder } from './folders.ts';
import { pathOf } from './pathOf.ts';
import { checkContent, hashFile, writeChecked } from './writeChecked.ts';

/**
 * Puts a file into a folder store: by way of `incoming`, a folder on the same filesystem. Throws as
 * `FileStore.put` does.
 */
export async function putFile(
	root: string,
	incoming: string,
	address: Address,
	source: Source,
	expected: Expected
): Promise<void> {
	if (expected.sha256 !== sha256At(address))
		throw new WrongContent('sha256', sha256At(address), expected.sha256);
	const target = join(root, pathOf(address));
	try {
		if ('adopt' in source) await adopt(incoming, source.adopt, target, expected);
		else await receive(incoming, source.stream, target, expected);
	} catch (error) {
		throw asStorageError(error);
	}
}

/** Written beside, and moved in place only when whole, checked and on the disk. */
async function receive(
	incoming: string,
	stream: AsyncIterable<Uint8Array>,
	target: string,
	expected: Expected
): Promise<void> {
	const beside = join(incoming, randomUUID());
	try {
		await writeChecked(stream, beside, expected);
		await moveInPlace(beside, target);
	} catch (error) {
		await rm(beside, { force: true });
		throw error;
	}
}

async function adopt(
	incoming: string,
	path: string,
	target: string,
	expected: Expected
): Promise<void> {
	const found = await lstat(path);
	if (!found.isFile()) throw new Error(`not a file that can be adopted: ${path}`);
	await chmod(path, 0o600);
	// The one waits for the disk while the other needs a core.
	const [content] = await Promise.all([hashFile(path, expected), syncFile(path)]);
	checkContent(content, expected);
	try {
		await moveInPlace(path, target);
	} catch (error) {
		if (systemCode(error) !== 'EXDEV') throw error;
		// Another filesystem: copied with the same checks, then taken away there.
		await receive(incoming, createReadStream(path), target, expected);
		await rm(path);
	}
}

async function moveInPlace(from: string, target: string): Promise<void> {
	const folder = join(target, '..');
	for (let tries = 1; ; tries++) {
		try {
			await makeFolder(folder);
			await rename(from, target);
			break;
		} catch (error) {
			// A removal may take the folder away as empty between any two steps.
			if (systemCode(error) !== 'ENOENT' || tries === 5) throw error;
		}
	}
	await syncFolder(folder);
}
