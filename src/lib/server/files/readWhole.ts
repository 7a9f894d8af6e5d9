import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Expected } from './fileStore.ts';

/** Reads a stream to its end for what it is: its SHA-256 and how many bytes it gave. */
export async function readWhole(stream: Readable): Promise<Expected> {
	const hash = createHash('sha256');
	let bytes = 0;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		hash.update(chunk);
		bytes += chunk.byteLength;
	}
	return { sha256: hash.digest('hex'), bytes };
}
