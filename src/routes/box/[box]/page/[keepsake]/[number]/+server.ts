import { pageBytes } from '#lib/keepsakes/queries.server.ts';
import type { KeepsakeId } from '#lib/rules/facts.ts';
import { asKeeperOrMissing } from '#lib/server/web/keeperPage.ts';
import { sendFile } from '#lib/server/web/sendFile.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import type { RequestHandler } from './$types';

/** A page of a paper, as a picture. */
export const GET: RequestHandler = async (event) => {
	const { lamplight } = event.locals;
	const keepsake = uuidOrMissing<KeepsakeId>(event.params.keepsake);
	const page = await asKeeperOrMissing(event, (tx, viewer, box) =>
		pageBytes(tx, viewer, box, keepsake, event.params.number, lamplight.now())
	);
	return sendFile(lamplight, page);
};
