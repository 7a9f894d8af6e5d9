import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { eachInZip } from '../../../../tests/files/unzip.ts';
import { writeZip, zipBytes, type ZipEntry } from './writeZip.ts';

const modifiedAt = new Date('2025-02-14T12:00:00Z');
const zeros = new Uint8Array(1 << 20);

/** So many bytes, all of them zero. */
async function* nothing(bytes: number): AsyncGenerator<Uint8Array> {
	for (let left = bytes; left > 0; left -= zeros.length) {
		yield zeros.subarray(0, Math.min(left, zeros.length));
	}
}

test('an archive larger than 4 GB is whole, and its length is known before', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'lamplight-zip-'));
	onTestFinished(() => rm(folder, { recursive: true, force: true }));
	const bytes = 4_400_000_000;
	const last = Buffer.from('Still here.');
	const entries: ZipEntry[] = [
		{ name: 'films/long.mp4', modifiedAt, bytes, open: () => nothing(bytes) },
		{ name: 'after.txt', modifiedAt, bytes: last.length, content: () => last }
	];
	const zip = join(folder, 'large.zip');
	const file = await open(zip, 'w');
	let written = 0;
	for await (const chunk of writeZip(entries)) {
		// What is nothing but zeros is a hole in the file: the disk is spared.
		if (chunk.buffer !== zeros.buffer) await file.write(chunk, 0, chunk.length, written);
		written += chunk.length;
	}
	await file.close();
	expect(written).toBe(zipBytes(entries));
	const found: [string, number][] = [];
	await eachInZip(zip, async ({ fileName, uncompressedSize }, read) => {
		found.push([fileName, uncompressedSize]);
		if (fileName === 'after.txt') {
			expect(Buffer.concat(await (await read()).toArray()).toString()).toBe('Still here.');
		}
	});
	expect(found).toEqual([
		['films/long.mp4', bytes],
		['after.txt', last.length]
	]);
});
