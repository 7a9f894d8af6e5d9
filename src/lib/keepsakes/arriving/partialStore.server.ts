import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { ERRORS } from '@tus/server';
import { asStorageError, StorageFull } from '#lib/server/files/errors.ts';

/**
 * Where arriving parts are written. As the library's own, but that it lets a full disk be told as
 * such, and not as any other fault. What was written before that stays, and counts as arrived.
 */
export class PartialStore extends FileStore {
	override async write(readable: Readable, id: string, offset: number): Promise<number> {
		let bytes = 0;
		async function* counting(chunks: AsyncIterable<Buffer>) {
			for await (const chunk of chunks) {
				bytes += chunk.length;
				yield chunk;
			}
		}
		const out = createWriteStream(join(this.directory, id), { flags: 'r+', start: offset });
		try {
			await pipeline(readable, counting, out);
		} catch (error) {
			const told = asStorageError(error);
			throw told instanceof StorageFull ? told : ERRORS.FILE_WRITE_ERROR;
		}
		return offset + bytes;
	}
}
