import { createWriteStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { ERRORS } from '@tus/server';
import { asStorageError, StorageFull } from '#lib/server/files/errors.ts';

const MB = 1024 * 1024;
/** Gathered while the disk is slower than the line, and written at once. */
const gatheredBytes = MB;
/** So much may wait for the disk while more arrives; then little is left to wait for at the end. */
const unflushedBytes = 8 * MB;
const lookEveryMs = 50;

/**
 * Where arriving parts are written. As the library's own, but with fewer steps, the disk at work while
 * the line is, and a full disk told as such, and not as any other fault. What was written before that
 * stays, and counts as arrived.
 */
export class PartialStore extends FileStore {
	override async write(arriving: Readable, id: string, offset: number): Promise<number> {
		const path = join(this.directory, id);
		const file = await open(path, 'r+');
		try {
			return offset + (await writeTo(path, file, arriving, offset));
		} catch (error) {
			const told = asStorageError(error);
			throw told instanceof StorageFull ? told : ERRORS.FILE_WRITE_ERROR;
		} finally {
			await file.close();
		}
	}
}

async function writeTo(
	path: string,
	file: FileHandle,
	arriving: Readable,
	offset: number
): Promise<number> {
	const gathering = { flags: 'r+', start: offset, highWaterMark: gatheredBytes };
	const written = createWriteStream(path, gathering);
	const flushed = flushBehind(file, () => written.bytesWritten);
	try {
		await pipeline(arriving, written);
	} finally {
		await flushed().catch(async (error: unknown) => {
			// What the disk did not take cannot be told from what it took: all of this comes again.
			await file.truncate(offset);
			throw error;
		});
	}
	return written.bytesWritten;
}

/** Brings to the disk what has been written so far, again and again, until called. */
function flushBehind(file: FileHandle, written: () => number): () => Promise<void> {
	let flushed = 0;
	let flushing: Promise<void> | undefined;
	const timer = setInterval(() => {
		if (flushing || written() - flushed < unflushedBytes) return;
		flushed = written();
		flushing = file.datasync().then(() => {
			flushing = undefined;
		});
		flushing.catch(() => clearInterval(timer));
	}, lookEveryMs);
	return async () => {
		clearInterval(timer);
		await flushing;
	};
}
