import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { WrongContent } from './errors.ts';
import type { Expected } from './fileStore.ts';

const blockBytes = 256 * 1024;

/**
 * Writes a stream to a new file, hashing on the way, and syncs it to the disk.
 * Throws `WrongContent` where it is not what was expected, as soon as that is known.
 */
export async function writeChecked(
	stream: AsyncIterable<Uint8Array>,
	path: string,
	expected: Expected
): Promise<void> {
	const { through, found } = hashing(expected);
	const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
	await pipeline(stream, through, file);
	checkContent(found(), expected);
}

/**
 * Reads a file for what it is; throws `WrongContent` where it is longer than expected. All of it goes
 * through one block of memory: a new one for each would keep the garbage collector busy.
 */
export async function hashFile(path: string, expected: Expected): Promise<Expected> {
	const file = await open(path, 'r');
	try {
		const hash = createHash('sha256');
		const block = Buffer.allocUnsafeSlow(blockBytes);
		for (let bytes = 0; ;) {
			const { bytesRead } = await file.read(block, 0, blockBytes, bytes);
			if (bytesRead === 0) return { sha256: hash.digest('hex'), bytes };
			bytes += bytesRead;
			if (bytes > expected.bytes) throw new WrongContent('bytes', expected.bytes, bytes);
			hash.update(block.subarray(0, bytesRead));
		}
	} finally {
		await file.close();
	}
}

export function checkContent(found: Expected, expected: Expected): void {
	if (found.bytes !== expected.bytes) throw new WrongContent('bytes', expected.bytes, found.bytes);
	if (found.sha256 !== expected.sha256)
		throw new WrongContent('sha256', expected.sha256, found.sha256);
}

/** Passes bytes through and says, at their end, what they were. */
export function hashing(expected: Expected) {
	const hash = createHash('sha256');
	let bytes = 0;
	async function* through(chunks: AsyncIterable<Uint8Array>) {
		for await (const chunk of chunks) {
			bytes += chunk.byteLength;
			// Not one byte beyond what was announced, so that nobody can fill the disk this way.
			if (bytes > expected.bytes) throw new WrongContent('bytes', expected.bytes, bytes);
			hash.update(chunk);
			yield chunk;
		}
	}
	return { through, found: () => ({ sha256: hash.digest('hex'), bytes }) };
}

/** Takes bytes to their end and keeps none of them. */
export async function nowhere(chunks: AsyncIterable<Uint8Array>): Promise<void> {
	const all = chunks[Symbol.asyncIterator]();
	while (!(await all.next()).done);
}
