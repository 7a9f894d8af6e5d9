import { Readable } from 'node:stream';
import { redirect } from '@sveltejs/kit';
import { beforeTaking, gatherCopy, streamCopy } from '#lib/copies/queries.server.ts';
import { asKeeperOrMissing } from '#lib/server/web/keeperPage.ts';
import { attachment } from '#lib/server/web/sendFile.ts';
import type { RequestHandler } from './$types';

/** The copy itself. What was put away is asked about first, and never assumed. */
export const GET: RequestHandler = async (event) => {
	const { lamplight } = event.locals;
	const now = lamplight.now();
	const asked = event.url.searchParams.get('away');
	const away = asked === 'with' || asked === 'without' ? asked : null;
	const gathered = await asKeeperOrMissing(event, async (tx, viewer, box) => {
		if (!away && (await beforeTaking(tx, viewer, box, now)).putAway) return null;
		return gatherCopy(tx, viewer, box, away ?? 'without', now);
	});
	if (!gathered) redirect(303, `/box/${event.params.box}/copy?choose`);
	const { stream, bytes, fileName } = await streamCopy(lamplight, gathered);
	return new Response(Readable.toWeb(stream) as ReadableStream, {
		headers: {
			'content-type': 'application/zip',
			'content-length': String(bytes),
			'content-disposition': attachment(fileName),
			'cache-control': 'private, no-store'
		}
	});
};
