import { Readable } from 'node:stream';
import type { FileStore } from '#lib/server/files/fileStore.ts';
import { writeZip, zipBytes, type ZipEntry } from '../zip/writeZip.ts';
import type { InCopy } from './inCopy.ts';

/**
 * Streams files as one ZIP (ZIP64 where it is needed), each stored as it is. One file is open at a
 * time, and read as fast as it is taken. The stream fails where a file is gone or another length than
 * was said; then the archive has no end and no program takes it for whole.
 *
 * @returns the stream, and its whole length in bytes
 */
export function archive(
	files: FileStore,
	inside: readonly InCopy[]
): { stream: Readable; bytes: number } {
	const entries = inside.map((each): ZipEntry => {
		const head = { name: each.path, modifiedAt: each.at };
		if (!('text' in each)) {
			return { ...head, bytes: each.bytes, open: () => bytesOf(files, each.address) };
		}
		const content = Buffer.from(each.text);
		return { ...head, bytes: content.byteLength, content: () => content };
	});
	const stream = Readable.from(writeZip(entries), { objectMode: false });
	return { stream, bytes: zipBytes(entries) };
}

async function* bytesOf(files: FileStore, address: Parameters<FileStore['open']>[0]) {
	const { stream } = await files.open(address);
	yield* stream as AsyncIterable<Uint8Array>;
}
