import { mkdir } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';

/** Reads an archive by another hand than the one that wrote it; gives each file to `use`, in turn. */
export async function eachInZip(
	path: string,
	use: (entry: Entry, read: () => Promise<Readable>) => Promise<void>
): Promise<void> {
	const zip = await new Promise<ZipFile>((resolve, reject) => {
		open(path, { lazyEntries: true, autoClose: true }, (error, opened) =>
			error ? reject(error) : resolve(opened)
		);
	});
	await new Promise<void>((resolve, reject) => {
		zip.on('error', reject);
		zip.on('end', () => resolve());
		zip.on('entry', (entry: Entry) => {
			const read = () =>
				new Promise<Readable>((opened, failed) => {
					zip.openReadStream(entry, (error, stream) => (error ? failed(error) : opened(stream)));
				});
			use(entry, read).then(() => zip.readEntry(), reject);
		});
		zip.readEntry();
	});
}

/** Unpacks an archive into a folder; gives the paths in it, in their order. */
export async function unzipInto(path: string, folder: string): Promise<string[]> {
	const paths: string[] = [];
	await eachInZip(path, async ({ fileName }, read) => {
		const to = join(folder, fileName);
		await mkdir(dirname(to), { recursive: true });
		await pipeline(await read(), createWriteStream(to));
		paths.push(fileName);
	});
	return paths;
}
