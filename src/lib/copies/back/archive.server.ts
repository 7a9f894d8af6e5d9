import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { inspecting } from './listing.ts';
import { CopyRefused } from './refused.ts';

/** A copy that lies on this disk as a ZIP file. Nothing of it is ever unpacked to a path. */
export type Archive = {
	/** How many bytes a file of it has; undefined: there is none. `path` as in `box.json`. */
	bytesOf(path: string): number | undefined;
	/** The same file as it is read, its checksum and length compared at its end. Throws `Damaged`. */
	read(path: string): AsyncIterable<Uint8Array>;
	close(): void;
};

/** What stands in the archive is not what its own list says. */
export class Damaged extends Error {
	override name = 'Damaged';
}

/**
 * Opens a copy, whoever made it, and looks at its list as a whole (`listing.ts`). A copy that was
 * unpacked and packed again by another program is one too: its files may then lie in a folder.
 * Throws `CopyRefused`.
 */
export async function openArchive(path: string): Promise<Archive> {
	const zip = await openPromise(path, {
		...{ lazyEntries: true, autoClose: false, decodeStrings: true },
		...{ strictFileNames: true, validateEntrySizes: true }
	}).catch((error: unknown) => {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			throw new CopyRefused('lost');
		}
		throw new CopyRefused('no_zip', [], error);
	});
	try {
		const { files, folder } = await listed(zip);
		const entryAt = (inCopy: string) => files.get(folder + inCopy.normalize('NFC'));
		return {
			bytesOf: (inCopy) => entryAt(inCopy)?.uncompressedSize,
			read: (inCopy) => checked(zip, entryAt(inCopy)),
			close: () => zip.close()
		};
	} catch (error) {
		zip.close();
		throw error;
	}
}

/** Pages and pictures made for looking at are never put back, and not remembered here. */
const madeForLooking = /^(?:[^/]+\/)?site\/|^__MACOSX\/|\/$/;

async function listed(zip: ZipFile) {
	const files = new Map<string, Entry>();
	const inspected = inspecting(zip.fileSize);
	try {
		for await (const entry of zip.eachEntry()) {
			inspected.look(Object.assign(entry, { encrypted: entry.isEncrypted() }));
			const name = entry.fileName.normalize('NFC');
			if (!madeForLooking.test(name)) files.set(name, entry);
		}
	} catch (error) {
		throw error instanceof CopyRefused ? error : new CopyRefused(whatIsWrong(error), [], error);
	}
	inspected.end();
	const places = [...files.keys()].filter((name) => /^(?:[^/]+\/)?box\.json$/.test(name));
	const place = places.includes('box.json') ? 'box.json' : places[0];
	if (place === undefined || (place !== 'box.json' && places.length > 1)) {
		throw new CopyRefused('no_copy');
	}
	return { files, folder: place.slice(0, -'box.json'.length) };
}

/** The library refuses names that lead elsewhere before we see them. */
function whatIsWrong(error: unknown) {
	const said = error instanceof Error ? error.message : '';
	return /fileName|path|encryption/.test(said) ? 'unsafe' : 'no_zip';
}

async function* checked(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Uint8Array> {
	if (!entry) throw new Damaged('it is not there');
	let stream: Readable | undefined;
	let checksum = 0;
	let bytes = 0;
	try {
		stream = await zip.openReadStreamPromise(entry);
		for await (const chunk of stream as AsyncIterable<Uint8Array>) {
			checksum = crc32(chunk, checksum);
			bytes += chunk.byteLength;
			if (bytes > entry.uncompressedSize) throw new Damaged('it is longer than it says');
			yield chunk;
		}
	} catch (error) {
		throw error instanceof Damaged ? error : new Damaged('it cannot be read', { cause: error });
	} finally {
		stream?.destroy();
	}
	if (bytes !== entry.uncompressedSize) throw new Damaged('it is shorter than it says');
	if (checksum !== entry.crc32) throw new Damaged('its checksum is another');
}
