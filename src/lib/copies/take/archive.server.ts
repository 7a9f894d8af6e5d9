import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Address, sha256At } from '#lib/server/files/address.ts';
import type { FileStore } from '#lib/server/files/fileStore.ts';
import { writeZip, zipBytes, type ZipEntry } from '../zip/writeZip.ts';
import type { InCopy } from './inCopy.ts';

/**
 * Streams files as one ZIP (ZIP64 where it is needed), each stored as it is. One file is open at a
 * time, and read as fast as it is taken. The stream fails where a file is gone or another length than
 * was said; then the archive has no end and no program takes it for whole. Each is compared with its
 * SHA-256 on its way: one that is not what it was goes out as it is, and is named in what is said last.
 *
 * @returns the stream, its whole length in bytes, and what was found damaged, known at its end
 */
export function archive(
	files: FileStore,
	inside: readonly InCopy[]
): { stream: Readable; bytes: number; damaged: readonly string[] } {
	const damaged: string[] = [];
	const entries = inside.map((each): ZipEntry => {
		const head = { name: each.path, modifiedAt: each.at };
		if ('text' in each) {
			const content = Buffer.from(each.text);
			return { ...head, bytes: content.byteLength, content: () => content };
		}
		const { bytes } = each;
		if ('say' in each) return { ...head, bytes, content: () => Buffer.from(each.say(damaged)) };
		const notWhole = () => damaged.push(each.path);
		return { ...head, bytes, open: () => bytesOf(files, each.address, notWhole) };
	});
	const stream = Readable.from(writeZip(entries), { objectMode: false });
	return { stream, bytes: zipBytes(entries), damaged };
}

async function* bytesOf(files: FileStore, address: Address, notWhole: () => void) {
	const hash = createHash('sha256');
	const { stream } = await files.open(address);
	for await (const chunk of stream as AsyncIterable<Uint8Array>) {
		hash.update(chunk);
		yield chunk;
	}
	if (hash.digest('hex') !== sha256At(address)) notWhole();
}
