import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { FileStore } from '#lib/server/files/fileStore.ts';
import type { InCopy } from './inCopy.ts';

/**
 * Streams files as one ZIP (ZIP64 where it is needed), each stored as it is. One file is open at a
 * time, and read as fast as it is taken. The stream fails where a file is gone or another length than
 * was said; then the archive has no end and no program takes it for whole.
 *
 * @returns the stream, and its whole length in bytes
 */
export async function archive(
	files: FileStore,
	inside: readonly InCopy[]
): Promise<{ stream: Readable; bytes: number }> {
	const zip = new ZipFile();
	// It is one of Node's own streams: the type says less than the library does.
	const stream = zip.outputStream as Readable;
	zip.on('error', (error: Error) => stream.destroy(error));
	let open: Readable | null = null;
	for (const each of inside) {
		const how = { mtime: each.at, compress: false };
		if ('text' in each) {
			zip.addBuffer(Buffer.from(each.text), each.path, how);
			continue;
		}
		zip.addReadStreamLazy(each.path, { ...how, size: each.bytes }, (take) => {
			files.open(each.address).then(
				(opened) => take(null, (open = opened.stream)),
				(error: unknown) => take(error, Readable.from([]))
			);
		});
	}
	const bytes = await new Promise<number>((resolve) => {
		zip.end(undefined, (...[whole]: unknown[]) => resolve(Number(whole)));
	});
	// Whoever asked has gone: nothing is left open behind them.
	stream.once('close', () => open?.destroy());
	return { stream, bytes };
}
