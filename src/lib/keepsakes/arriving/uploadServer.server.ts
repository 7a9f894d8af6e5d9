import { randomUUID } from 'node:crypto';
import { Server } from '@tus/server';
import { asUploader, type Uploader } from '#lib/server/database/uploader.ts';
import { NotFound } from '#lib/server/failures.ts';
import { makeFolder } from '#lib/server/files/folders.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { logFault } from '#lib/server/log.ts';
import { limits } from '../limits.ts';
import { readAnnounced } from './announced.ts';
import { beginUpload } from './beginUpload.server.ts';
import { finishUpload } from './finishUpload.server.ts';
import { partialsFolder } from './partials.ts';
import { PartialStore } from './partialStore.server.ts';
import { Refused, saysWhen, waitsFor } from './refused.ts';
import { uploadLocks } from './uploadLocks.server.ts';

/** Who sent a request that is being answered: the library hands on the request and nothing else. */
const senders = new WeakMap<Request, Uploader>();

/** One a site and process. */
const servers = new WeakMap<Lamplight, Promise<Server>>();

/** Answers a request of the tus protocol whose owner has been checked, or that begins an upload. */
export async function answerByProtocol(
	lamplight: Lamplight,
	who: Uploader,
	request: Request
): Promise<Response> {
	let server = servers.get(lamplight);
	if (!server) servers.set(lamplight, (server = openServer(lamplight)));
	senders.set(request, who);
	return saysWhen(await (await server).handleWeb(request));
}

async function openServer(lamplight: Lamplight): Promise<Server> {
	const directory = partialsFolder(lamplight.settings.dataDir);
	// Before the library makes it, for everybody to read.
	await makeFolder(directory);
	const { web, locks } = lamplight.pools;
	return new Server({
		path: '/uploads',
		datastore: new PartialStore({ directory }),
		locker: uploadLocks(locks),
		maxSize: limits.fileBytes,
		relativeLocation: true,
		allowedOrigins: () => false,
		// How long a request over a broken line may go on holding an upload that is being resumed.
		lockDrainTimeout: 500,
		namingFunction: () => randomUUID(),
		onUploadCreate: async (request, { id, size, metadata }) => {
			if (size === undefined) throw new Refused('not_right');
			const announced = readAnnounced({ ...metadata });
			await asUploader(web, senderOf(request), (tx, uploading) =>
				beginUpload(tx, uploading, { id, bytes: size, ...announced })
			);
			return {};
		},
		onUploadFinish: async (request, { id }) => {
			const who = senderOf(request);
			await finishUpload(lamplight, (work) => asUploader(web, who, work), id);
			return {};
		},
		onResponseError: (_request, error) => answerFor(error)
	});
}

function senderOf(request: object): Uploader {
	const who = senders.get(request as Request);
	if (!who) throw new NotFound();
	return who;
}

function answerFor(error: Error | { status_code: number; body: string }) {
	if (error instanceof Refused) return error.answer;
	if (error instanceof NotFound) return { status_code: 404, body: 'not-found' };
	if ('status_code' in error) return undefined;
	const waiting = waitsFor(error);
	if (waiting) return waiting.answer;
	const reference = randomUUID().slice(0, 8);
	logFault(reference, error);
	return { status_code: 500, body: `fault ${reference}` };
}
