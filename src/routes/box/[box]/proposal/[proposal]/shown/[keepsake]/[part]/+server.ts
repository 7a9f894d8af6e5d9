import { asKeeperOrMissing } from '#lib/server/web/keeperPage.ts';
import { sendFile } from '#lib/server/web/sendFile.ts';
import { proposedPart } from '#lib/sharing/queries.server.ts';
import type { RequestHandler } from './$types';

/** A part of a keepsake that keepers are asked about, as long as they are. */
export const GET: RequestHandler = async (event) => {
	const { lamplight } = event.locals;
	const part = await asKeeperOrMissing(event, (tx, viewer, box) =>
		proposedPart(tx, viewer, box, event.params, lamplight.now())
	);
	return sendFile(lamplight, part, event.request);
};
