import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { originalAddress, picturesOf } from '../files/address.ts';
import { FileMissing } from '../files/errors.ts';
import type { FileStore, Stored } from '../files/fileStore.ts';
import { openFolderStore } from '../files/folderStore.ts';
import { keepPictures } from './keepPictures.ts';
import { createPictureMaker } from './pictureMaker.ts';
import { drawn } from './testing/drawn.ts';

const boxId = 'a-box';
const maker = createPictureMaker();
let folder: string;
let store: FileStore;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'lamplight-keep-'));
	store = await openFolderStore(folder, new Date());
});

afterAll(async () => {
	maker.close();
	await rm(folder, { recursive: true, force: true });
});

async function original(content: Buffer) {
	const sha256 = createHash('sha256').update(content).digest('hex');
	const stream = (async function* () {
		yield content;
	})();
	const expected = { sha256, bytes: content.length };
	await store.put(originalAddress(boxId, sha256), { stream }, expected);
	return { boxId, sha256 };
}

async function picturesKept(sha256: string) {
	const kept: Stored[] = [];
	for await (const each of store.list(picturesOf(boxId, sha256))) kept.push(each);
	return kept;
}

test('pictures lie beside their original, can be made again, and leave nothing else', async () => {
	const photograph = await original(await drawn(1600, 1200).jpeg().toBuffer());
	const kept = await keepPictures(store, maker, photograph);
	if (kept.kind !== 'pictures') throw new Error(kept.why);
	expect(kept.pictures.map((each) => each.width)).toEqual([480, 1080, 1600]);
	for (const { address, bytes, sha256 } of kept.pictures) {
		const { stream } = await store.open(address);
		const content = await buffer(stream);
		expect(content).toHaveLength(bytes);
		expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
	}
	expect(await keepPictures(store, maker, photograph)).toEqual(kept);
	expect(await picturesKept(photograph.sha256)).toHaveLength(3);
});

test('a small original has one picture for all sizes, kept once', async () => {
	const photograph = await original(await drawn(90, 60).png().toBuffer());
	const kept = await keepPictures(store, maker, photograph);
	expect(kept).toHaveProperty('pictures.length', 3);
	expect(await picturesKept(photograph.sha256)).toHaveLength(1);
});

test('what cannot be shown is kept as it is', async () => {
	const letter = await original(Buffer.from('%PDF-1.7'));
	expect(await keepPictures(store, maker, letter)).toEqual({
		kind: 'cannot_show',
		why: 'damaged'
	});
	expect(await picturesKept(letter.sha256)).toEqual([]);
	expect(await store.stat(originalAddress(boxId, letter.sha256))).not.toBeNull();
});

test('an original that is not there is no photograph that cannot be shown', async () => {
	const missing = { boxId, sha256: 'e'.repeat(64) };
	await expect(keepPictures(store, maker, missing)).rejects.toThrow(FileMissing);
});
