import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import { asUploader, type Uploader } from '#lib/server/database/uploader.ts';
import { isStoreAway } from '#lib/server/files/away.ts';
import { asStorageError } from '#lib/server/files/errors.ts';
import { makeFolder } from '#lib/server/files/folders.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { limits, type Refusal } from '../limits.ts';
import { readAnnounced } from './announced.ts';
import { beginUpload } from './beginUpload.server.ts';
import { finishUpload, type AsOwner } from './finishUpload.server.ts';
import { partialPath, partialsFolder, removePartial } from './partials.ts';
import { isCalled, Refused } from './refused.ts';

/** What a form brought: the names of what is kept now, and of what is not, and why. */
export type Received = {
	fields: Record<string, string>;
	kept: string[];
	notKept: { name: string; why: Refusal }[];
};

/** Says on whose behalf the files come, once the fields before them are known. */
export type WhoSends = (
	fields: Record<string, string>
) => Promise<{ who: Uploader; box: string | null }>;

/**
 * Receives a multipart form with any number of files, which come after its fields. Each is written
 * and hashed as it streams, and kept by the same steps as a resumable upload: none is ever held in
 * memory, and what was kept stays so when the line breaks. Where `whoSends` throws, the files are
 * passed over to the end and its error is thrown.
 */
export async function receiveForm(
	lamplight: Lamplight,
	request: Request,
	whoSends: WhoSends
): Promise<Received> {
	const received: Received = { fields: {}, kept: [], notKept: [] };
	const type = request.headers.get('content-type') ?? '';
	// Another kind of form brings no files.
	if (!request.body || !type.startsWith('multipart/form-data')) return received;
	await makeFolder(partialsFolder(lamplight.settings.dataDir));
	const parser = new Busboy({
		headers: { 'content-type': type } as BusboyHeaders,
		limits: { fileSize: limits.fileBytes + 1, fields: 20, fieldSize: 10_000, headerPairs: 20 }
	});
	let last = new AbortController();
	let sender: ReturnType<WhoSends> | undefined;
	const files: Promise<void>[] = [];
	parser.on('field', (name, value) => (received.fields[name] = value));
	parser.on('file', (_field, stream, name, _encoding, type) => {
		sender ??= whoSends(received.fields);
		last = new AbortController();
		const file = { stream, name, type, signal: last.signal };
		const done = receiveFile(lamplight, sender, file, received);
		done.catch(() => stream.resume());
		files.push(done);
	});
	try {
		await pipeline(Readable.fromWeb(request.body as ReadableStream), parser);
	} catch (error) {
		// Only the last one can be half here: those before it are finished.
		last.abort();
		await Promise.allSettled(files);
		throw error;
	}
	await (sender ?? whoSends(received.fields));
	await Promise.all(files);
	return received;
}

type Coming = { stream: BusboyFileStream; name: string; type: string; signal: AbortSignal };

async function receiveFile(
	lamplight: Lamplight,
	sender: ReturnType<WhoSends>,
	file: Coming,
	received: Received
): Promise<void> {
	const { who, box } = await sender;
	const id = randomUUID();
	const asOwner: AsOwner = (work) => asUploader(lamplight.pools.web, who, work);
	let begun = false;
	try {
		const { bytes, sha256 } = await write(partialPath(lamplight.settings.dataDir, id), file);
		// An empty field for files: nothing was chosen.
		if (bytes === 0 && !file.name) return;
		const { covered, scope } = received.fields;
		const said = { covered, scope, filename: file.name, filetype: file.type, sha256, box };
		await asUploader(lamplight.pools.web, who, (tx, uploading) =>
			beginUpload(tx, uploading, { id, bytes, ...readAnnounced(said) })
		);
		begun = true;
		await finishUpload(lamplight, asOwner, id);
		received.kept.push(file.name);
	} catch (error) {
		const why = error instanceof Refused ? error.reason : notYet(error, begun);
		if (!why) throw error;
		received.notKept.push({ name: file.name, why });
		file.stream.resume();
	} finally {
		// One that has been written down is left to be finished, should this process end here.
		if (!begun) await removePartial(lamplight.settings.dataDir, id);
	}
}

async function write(path: string, { stream, signal }: Coming) {
	const hash = createHash('sha256');
	let bytes = 0;
	async function* counting(chunks: AsyncIterable<Buffer>) {
		for await (const chunk of chunks) {
			bytes += chunk.length;
			hash.update(chunk);
			yield chunk;
		}
	}
	await pipeline(stream, counting, createWriteStream(path, { flags: 'wx', mode: 0o600 }), {
		signal
	});
	return { bytes, sha256: hash.digest('hex') };
}

/** What is begun when its store goes away has arrived whole: it is finished later, by itself. */
function notYet(error: unknown, begun: boolean): Refusal | null {
	if (begun && isStoreAway(error)) return 'waits';
	return isCalled(asStorageError(error), 'StorageFull') ? 'no_room' : null;
}
