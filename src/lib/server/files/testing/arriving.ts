/** For tests: things that somebody uploads. */
import { createHash, randomBytes } from 'node:crypto';
import { originalAddress } from '../address.ts';
import type { Source } from '../fileStore.ts';

export const box = '0190d0c8-5a3e-7c3e-9d0b-2f6a4a5b6c7d';
export const otherBox = '0190d0c8-5a3e-7c3e-9d0b-000000000000';

/** What somebody uploads: its bytes, its address, and what it was announced as. */
export function upload(bytes: Uint8Array = randomBytes(300_000)) {
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return {
		bytes,
		expected: { sha256, bytes: bytes.byteLength },
		address: originalAddress(box, sha256)
	};
}

/** The bytes as they would come over a network, in pieces. */
export function arriving(bytes: Uint8Array): Source {
	return {
		stream: (async function* () {
			for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
		})()
	};
}
