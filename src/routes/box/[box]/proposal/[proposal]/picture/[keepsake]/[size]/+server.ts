import { asKeeperOrMissing } from '#lib/server/web/keeperPage.ts';
import { sendFile } from '#lib/server/web/sendFile.ts';
import { proposedPicture } from '#lib/sharing/queries.server.ts';
import type { RequestHandler } from './$types';

/** A photograph that keepers are asked about, as long as they are. */
export const GET: RequestHandler = async (event) => {
	const { lamplight } = event.locals;
	const picture = await asKeeperOrMissing(event, (tx, viewer, box) =>
		proposedPicture(tx, viewer, box, event.params, lamplight.now())
	);
	return sendFile(lamplight, picture);
};
