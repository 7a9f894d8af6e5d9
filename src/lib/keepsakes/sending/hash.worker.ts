import { createSHA256 } from 'hash-wasm';

/** As much as is read at a time: large enough to be quick, small enough for an old phone. */
const stepBytes = 2 * 1024 * 1024;

/** Hashes one file after another, as it streams from the device. */
self.onmessage = async ({ data }: MessageEvent<{ id: number; file: Blob }>) => {
	try {
		const hasher = await createSHA256();
		hasher.init();
		for (let at = 0; at < data.file.size; at += stepBytes) {
			const part = await data.file.slice(at, at + stepBytes).arrayBuffer();
			hasher.update(new Uint8Array(part));
		}
		self.postMessage({ id: data.id, sha256: hasher.digest('hex') });
	} catch (error) {
		// A file that was moved or changed meanwhile cannot be read; anything else is our own trouble.
		self.postMessage({ id: data.id, unreadable: error instanceof DOMException });
	}
};
