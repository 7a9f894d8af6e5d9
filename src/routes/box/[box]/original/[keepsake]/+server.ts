import { originalBytes } from '#lib/keepsakes/queries.server.ts';
import type { KeepsakeId } from '#lib/rules/facts.ts';
import { asKeeperOrMissing } from '#lib/server/web/keeperPage.ts';
import { sendFile } from '#lib/server/web/sendFile.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import type { RequestHandler } from './$types';

/** The file exactly as it was given; `?half=film`: that of the film beside a photograph. */
export const GET: RequestHandler = async (event) => {
	const { lamplight } = event.locals;
	const keepsake = uuidOrMissing<KeepsakeId>(event.params.keepsake);
	const half = event.url.searchParams.get('half') === 'film';
	const original = await asKeeperOrMissing(event, (tx, viewer, box) =>
		originalBytes(tx, viewer, box, keepsake, lamplight.now(), half)
	);
	return sendFile(lamplight, original, event.request);
};
