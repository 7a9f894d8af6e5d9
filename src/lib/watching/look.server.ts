import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import { pictureAddress, type Address } from '#lib/server/files/address.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { asModerator, type Watcher } from './watcher.server.ts';

const sizes = ['small', 'large'];

/** Asks to see one picture of a matter: small first, and whole by another asking. Each is logged. */
export async function lookAt(
	watcher: Watcher,
	matter: string,
	keepsake: string | undefined,
	size: string
): Promise<void> {
	if (!sizes.includes(size)) throw new NotFound();
	const [which, of] = [uuidOrMissing(matter), uuidOrMissing(keepsake)];
	await asModerator(watcher, (tx) => sql`select look_at(${which}, ${of}, ${size})`.execute(tx));
}

/** Lays the cover over it again. */
export async function coverAgain(
	watcher: Watcher,
	matter: string,
	keepsake: string | undefined
): Promise<void> {
	const [which, of] = [uuidOrMissing(matter), uuidOrMissing(keepsake)];
	await asModerator(watcher, (tx) => sql`select cover_matter(${which}, ${of})`.execute(tx));
}

type Found = { boxId: string; original: string; sha256: string; mediaType: string };

/** The bytes of a picture that this moderator asked to see, in the size they asked for. */
export async function pictureBefore(
	watcher: Watcher,
	matter: string,
	keepsake: string,
	size: string
): Promise<{ address: Address; mediaType: string }> {
	const [which, of] = [uuidOrMissing(matter), uuidOrMissing(keepsake)];
	return asModerator(watcher, async (tx) => {
		const { rows } = await sql<Found>`
			select box_id, original, sha256, media_type from matter_picture(${which}, ${of}, ${size})
		`.execute(tx);
		const [found] = rows;
		if (!found) throw new NotFound();
		const { boxId, original, sha256, mediaType } = found;
		return { address: pictureAddress(boxId, original, sha256), mediaType };
	});
}
