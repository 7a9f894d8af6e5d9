import { asUploader, type Uploader } from '#lib/server/database/uploader.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { finishUpload } from './finishUpload.server.ts';
import { arrivedBytes } from './partials.ts';
import { Refused, saysWhen, waitsFor } from './refused.ts';
import { answerByProtocol } from './uploadServer.server.ts';

type Asked = { id: string; bytes: number; finishedAt: Date | null };

/**
 * Answers POST, HEAD, PATCH and DELETE of the tus protocol 1.0.0 for whoever sent them. Every
 * request is checked against the upload's owner; another's upload is `NotFound`, as is one that
 * never was. Whole means kept: no answer says that everything has arrived before it is.
 */
export async function answerUpload(
	lamplight: Lamplight,
	who: Uploader,
	id: string | null,
	request: Request
): Promise<Response> {
	if (id === null) {
		if (request.method !== 'POST') throw new NotFound();
		return answerByProtocol(lamplight, who, request);
	}
	if (request.method === 'POST') throw new NotFound();
	const upload = await asUploader(lamplight.pools.web, who, (tx) =>
		tx
			.selectFrom('upload')
			.select(['id', 'bytes', 'finishedAt'])
			.where('id', '=', id)
			.executeTakeFirst()
	);
	if (!upload) throw new NotFound();
	if (upload.finishedAt) return answerForKept(upload, request);
	if (request.method === 'DELETE') return giveUp(lamplight, who, id, request);
	const arrived = await arrivedBytes(lamplight.settings.dataDir, id);
	if (arrived !== null && arrived < upload.bytes) {
		return answerByProtocol(lamplight, who, request);
	}
	return finishFirst(lamplight, who, upload, request);
}

/** Everything has arrived, but the last answer was never given: a crash, or no room at that moment. */
async function finishFirst(lamplight: Lamplight, who: Uploader, upload: Asked, request: Request) {
	try {
		await finishUpload(lamplight, (work) => asUploader(lamplight.pools.web, who, work), upload.id);
	} catch (error) {
		const refused = error instanceof Refused ? error : waitsFor(error);
		if (!refused) throw error;
		const { status_code: status, body } = refused.answer;
		const said = request.method === 'HEAD' ? null : body;
		return saysWhen(new Response(said, { status, headers: version }));
	}
	return answerForKept(upload, request);
}

const version = { 'Tus-Resumable': '1.0.0' };

/** Its bytes have gone where they belong: the protocol's answers come from the row. */
function answerForKept({ bytes }: Asked, request: Request): Response {
	const headers = { ...version, 'Upload-Offset': String(bytes), 'Upload-Length': String(bytes) };
	if (request.method === 'HEAD') return new Response(null, { status: 200, headers });
	const again = request.method === 'PATCH' && request.headers.get('upload-offset') === `${bytes}`;
	if (again) return new Response(null, { status: 204, headers });
	// It is a keepsake now, and is let go as one.
	return new Response(null, { status: request.method === 'PATCH' ? 409 : 403, headers: version });
}

async function giveUp(lamplight: Lamplight, who: Uploader, id: string, request: Request) {
	const response = await answerByProtocol(lamplight, who, request);
	if (response.ok) {
		await asUploader(lamplight.pools.web, who, (tx) =>
			tx.deleteFrom('upload').where('id', '=', id).where('finishedAt', 'is', null).execute()
		);
	}
	return response;
}
