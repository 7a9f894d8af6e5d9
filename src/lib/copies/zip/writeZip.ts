import { crc32 } from 'node:zlib';
import * as record from './records.ts';

/**
 * One file of an archive. `content` is all of it; `open` gives exactly `bytes` bytes, when its turn
 * has come and not before.
 */
export type ZipEntry = { name: string; modifiedAt: Date; bytes: number } & (
	{ content(): Uint8Array } | { open(): AsyncIterable<Uint8Array> }
);

/**
 * A ZIP archive, piece by piece, as fast as it is read and no faster: every file stored as it is,
 * names in UTF-8, ZIP64 where a size, a place or the number of files asks for it (APPNOTE 6.3.10).
 * Throws what a file throws, and where one is longer or shorter than announced; then the archive
 * has no end, and no program takes it for a whole one.
 */
export async function* writeZip(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
	const written: record.Written[] = [];
	let offset = 0;
	for (const entry of entries) {
		const started = offset;
		let checksum = 0;
		if ('content' in entry) {
			const content = entry.content();
			checksum = crc32(content);
			mustBe(entry, content.byteLength);
			yield record.localHeader({ ...entry, checksum });
			yield content;
		} else {
			yield record.localHeader(entry);
			let bytes = 0;
			for await (const chunk of entry.open()) {
				checksum = crc32(chunk, checksum);
				bytes += chunk.byteLength;
				if (bytes > entry.bytes) mustBe(entry, bytes);
				yield chunk;
			}
			mustBe(entry, bytes);
			yield record.descriptor(entry.bytes, checksum);
		}
		const { name, modifiedAt, bytes } = entry;
		const streamed = !('content' in entry);
		written.push({ name, modifiedAt, bytes, checksum, offset: started, streamed });
		offset += lengthOf(entry);
	}
	yield* centralDirectory(written, offset);
}

/** How long the archive of these files will be, in bytes, exactly. */
export function zipBytes(entries: Iterable<ZipEntry>): number {
	let offset = 0;
	let central = 0;
	let count = 0;
	for (const entry of entries) {
		central += record.centralLength(entry, offset);
		offset += lengthOf(entry);
		count += 1;
	}
	return offset + central + record.endLength({ count, offset, bytes: central });
}

function lengthOf(entry: ZipEntry): number {
	const after = 'content' in entry ? 0 : record.descriptorLength(entry.bytes);
	return record.localLength(entry) + entry.bytes + after;
}

function* centralDirectory(written: record.Written[], offset: number): Generator<Uint8Array> {
	let bytes = 0;
	let batch: Buffer[] = [];
	for (const [at, each] of written.entries()) {
		const header = record.centralHeader(each);
		bytes += header.length;
		batch.push(header);
		if (batch.length < 1000 && at < written.length - 1) continue;
		yield Buffer.concat(batch);
		batch = [];
	}
	yield record.endRecords({ count: written.length, offset, bytes });
}

function mustBe(entry: ZipEntry, bytes: number): void {
	if (bytes !== entry.bytes) {
		throw new Error(`a file of a copy should have ${entry.bytes} bytes, and has ${bytes}`);
	}
}
