import { playBytes } from '#lib/keepsakes/queries.server.ts';
import type { KeepsakeId } from '#lib/rules/facts.ts';
import { asKeeperOrMissing } from '#lib/server/web/keeperPage.ts';
import { sendFile } from '#lib/server/web/sendFile.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import type { RequestHandler } from './$types';

/** A film or a recording as every browser plays it, from wherever it is asked to begin. */
export const GET: RequestHandler = async (event) => {
	const { lamplight } = event.locals;
	const keepsake = uuidOrMissing<KeepsakeId>(event.params.keepsake);
	const played = await asKeeperOrMissing(event, (tx, viewer, box) =>
		playBytes(tx, viewer, box, keepsake, lamplight.now())
	);
	return sendFile(lamplight, played, event.request);
};
