/** Run by a test on a filesystem of 2 MB: fills it, and prints what the store said and still has. */
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { originalAddress } from '../address.ts';
import { openFolderStore } from '../folderStore.ts';

const folder = process.argv[2] ?? '';
const store = await openFolderStore(folder, new Date());

async function keep(size: number) {
	const bytes = randomBytes(size);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const address = originalAddress('a-box', sha256);
	const stream = (async function* () {
		yield bytes;
	})();
	await store.put(address, { stream }, { sha256, bytes: size });
	return { bytes, address };
}

const kept = await keep(500_000);
const refused = await keep(3_000_000).catch((error: unknown) =>
	error instanceof Error ? error.name : String(error)
);
const files = await readdir(folder, { recursive: true, withFileTypes: true });
const { stream } = await store.open(kept.address);
process.stdout.write(
	JSON.stringify({
		refused,
		left: files.filter((each) => each.isFile()).length,
		whole: (await buffer(stream)).equals(kept.bytes)
	})
);
