import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import { asViewer, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { makeFolder } from '#lib/server/files/folders.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { archivePath, archivesFolder, removeArchive } from './archives.ts';
import { makeDurable, noteArrived } from './arrived.server.ts';
import { beginPutBack, mayBegin } from './begin.server.ts';
import { asNotBegun } from './notBegun.ts';

/**
 * Receives a copy from a form without scripts, as it streams, and gives its id; null where no file
 * was chosen. Throws `NotBegun`; `NotFound` where nobody is signed in.
 */
export async function receiveCopy(
	lamplight: Lamplight,
	session: string | null,
	request: Request
): Promise<string | null> {
	const { dataDir } = lamplight.settings;
	const type = request.headers.get('content-type') ?? '';
	if (!request.body || !type.startsWith('multipart/form-data')) return null;
	await asSender(lamplight, session, (tx, viewer) =>
		// The form around it is of no weight.
		mayBegin(tx, lamplight, viewer, Number(request.headers.get('content-length')))
	);
	await makeFolder(archivesFolder(dataDir));
	const id = randomUUID();
	try {
		const written = await write(archivePath(dataDir, id), type, request.body as ReadableStream);
		if (!written || (written.bytes === 0 && !written.fileName)) {
			await removeArchive(dataDir, id);
			return null;
		}
		await makeDurable(dataDir, id);
		await asSender(lamplight, session, async (tx, viewer) => {
			await beginPutBack(tx, viewer, { id, ...written });
			await noteArrived(tx, id);
		});
		return id;
	} catch (error) {
		await removeArchive(dataDir, id);
		throw asNotBegun(error);
	}
}

function asSender(
	{ pools }: Lamplight,
	session: string | null,
	work: (tx: Tx, viewer: { id: string }) => Promise<void>
): Promise<void> {
	return asViewer(pools.web, session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work(tx, viewer);
	});
}

/** Writes the first file of a form; every other is passed over. */
async function write(path: string, type: string, body: ReadableStream) {
	const parser = new Busboy({
		headers: { 'content-type': type } as BusboyHeaders,
		limits: { files: 1, fields: 5, fieldSize: 1000, headerPairs: 20 }
	});
	let writing: Promise<{ fileName: string; bytes: number }> | undefined;
	const broken = new AbortController();
	parser.on('file', (_field, stream, fileName) => {
		const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
		writing = pipeline(stream, file, { signal: broken.signal }).then(() => ({
			...{ fileName: fileName ?? '', bytes: file.bytesWritten }
		}));
		writing.catch(() => parser.destroy());
	});
	try {
		await pipeline(Readable.fromWeb(body), parser);
	} catch (error) {
		broken.abort();
		await writing;
		throw error;
	}
	return writing;
}
