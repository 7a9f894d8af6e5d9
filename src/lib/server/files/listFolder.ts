import { lstat, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Address, Prefix } from './address.ts';
import { systemCode } from './errors.ts';
import type { Stored } from './fileStore.ts';
import { addressOf, pathOf } from './pathOf.ts';

/** The files below a prefix in a folder store, in the order of addresses, folder by folder. */
export function listFolder(root: string, prefix: Prefix, after?: Address): AsyncIterable<Stored> {
	return walk(root, pathOf(prefix), after === undefined ? '' : pathOf(after));
}

async function* walk(root: string, path: string, after: string): AsyncGenerator<Stored> {
	for (const entry of await entriesOf(join(root, path))) {
		const below = join(path, entry.name);
		// Every folder that ends before it, and the file itself, were listed already.
		if (below <= after && !after.startsWith(below + sep)) continue;
		if (entry.isDirectory()) yield* walk(root, below, after);
		else if (entry.isFile()) yield* stored(root, below);
	}
}

async function* stored(root: string, path: string): AsyncGenerator<Stored> {
	const address = addressOf(path);
	if (address === undefined) return;
	const found = await lstat(join(root, path)).catch(unlessGone);
	if (found) yield { address, bytes: found.size, modifiedAt: found.mtime };
}

async function entriesOf(folder: string) {
	const entries = (await readdir(folder, { withFileTypes: true }).catch(unlessGone)) ?? [];
	return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is taken away while we list is not there any more, and that is all. */
function unlessGone(error: unknown): undefined {
	if (systemCode(error) === 'ENOENT') return undefined;
	throw error;
}
