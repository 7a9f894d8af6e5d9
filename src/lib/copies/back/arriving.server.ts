import { randomUUID } from 'node:crypto';
import { Server } from '@tus/server';
import { PartialStore, uploadLocks } from '#lib/keepsakes/actions.server.ts';
import { asViewer, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { makeFolder } from '#lib/server/files/folders.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { logFault } from '#lib/server/log.ts';
import { archivesFolder, removeArchive } from './archives.ts';
import { arrivedBytes, makeDurable, noteArrived } from './arrived.server.ts';
import { beginPutBack, mayBegin } from './begin.server.ts';
import { asNotBegun, NotBegun } from './notBegun.ts';

/** Below which copies arrive by the tus protocol. */
export const arrivingPath = '/boxes/put-back/arriving';

/** Who sent a request that is being answered: the library hands on the request and nothing else. */
const senders = new WeakMap<object, string | null>();
/** One a site and process. */
const servers = new WeakMap<Lamplight, Promise<Server>>();

/**
 * Answers POST, HEAD, PATCH and DELETE of the tus protocol 1.0.0 for a copy that is put back. Every
 * request is checked against whose it is; another's is `NotFound`. That the last byte has arrived is
 * answered once the archive is on the disk; what it holds is looked at after that.
 */
export async function answerArriving(
	lamplight: Lamplight,
	session: string | null,
	id: string | null,
	request: Request
): Promise<Response> {
	if ((id === null) !== (request.method === 'POST')) throw new NotFound();
	if (id !== null) {
		const coming = await ownRow(lamplight, session, id);
		if (coming.arrivedAt) return answerForArrived(coming.bytes, request);
		if (request.method === 'DELETE') return giveUp(lamplight, session, id);
		if ((await arrivedBytes(lamplight.settings.dataDir, id)) === coming.bytes) {
			// A crash came between the last byte and its answer.
			await finish(lamplight, session, id);
			return answerForArrived(coming.bytes, request);
		}
	}
	let server = servers.get(lamplight);
	if (!server) servers.set(lamplight, (server = openServer(lamplight)));
	senders.set(request, session);
	return (await server).handleWeb(request);
}

function asOwner<T>(
	{ pools }: Lamplight,
	session: string | null,
	work: (tx: Tx, viewer: { id: string }) => Promise<T>
): Promise<T> {
	return asViewer(pools.web, session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work(tx, viewer);
	});
}

function ownRow(lamplight: Lamplight, session: string | null, id: string) {
	return asOwner(lamplight, session, (tx) =>
		tx
			.selectFrom('putBack')
			.where('id', '=', id)
			.select(['bytes', 'arrivedAt'])
			.executeTakeFirstOrThrow(() => new NotFound())
	);
}

async function finish(lamplight: Lamplight, session: string | null, id: string): Promise<void> {
	await makeDurable(lamplight.settings.dataDir, id);
	await asOwner(lamplight, session, (tx) => noteArrived(tx, id));
}

async function giveUp(lamplight: Lamplight, session: string | null, id: string) {
	await asOwner(lamplight, session, (tx) =>
		tx.deleteFrom('putBack').where('id', '=', id).where('arrivedAt', 'is', null).execute()
	);
	await removeArchive(lamplight.settings.dataDir, id);
	return new Response(null, { status: 204, headers: version });
}

const version = { 'Tus-Resumable': '1.0.0' };

function answerForArrived(bytes: number, { method, headers }: Request): Response {
	const said = { ...version, 'Upload-Offset': String(bytes), 'Upload-Length': String(bytes) };
	if (method === 'HEAD') return new Response(null, { status: 200, headers: said });
	const again = method === 'PATCH' && headers.get('upload-offset') === String(bytes);
	return new Response(null, { status: again ? 204 : 409, headers: again ? said : version });
}

async function openServer(lamplight: Lamplight): Promise<Server> {
	const directory = archivesFolder(lamplight.settings.dataDir);
	await makeFolder(directory);
	return new Server({
		path: arrivingPath,
		datastore: new PartialStore({ directory }),
		locker: uploadLocks(lamplight.pools.locks),
		relativeLocation: true,
		allowedOrigins: () => false,
		lockDrainTimeout: 500,
		namingFunction: () => randomUUID(),
		onUploadCreate: async (request, { id, size, metadata }) => {
			if (size === undefined) throw new NotBegun('not_right');
			const fileName = metadata?.['filename'] ?? '';
			await asOwner(lamplight, senders.get(request) ?? null, async (tx, viewer) => {
				await mayBegin(tx, lamplight, viewer, size);
				await beginPutBack(tx, viewer, { id, fileName, bytes: size });
			});
			return {};
		},
		onUploadFinish: async (request, { id }) => {
			await finish(lamplight, senders.get(request) ?? null, id);
			return {};
		},
		onResponseError: (_request, error) => answerFor(error)
	});
}

function answerFor(error: Error | { status_code: number; body: string }) {
	const why = asNotBegun(error);
	if (why instanceof NotBegun) return why.answer;
	if (error instanceof NotFound) return { status_code: 404, body: 'not-found' };
	if ('status_code' in error) return undefined;
	const reference = randomUUID().slice(0, 8);
	logFault(reference, error);
	return { status_code: 500, body: `fault ${reference}` };
}
