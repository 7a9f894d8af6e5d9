import type { SignedIn } from '#lib/server/database/viewer.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { pictureAddress, type Address } from '#lib/server/files/address.ts';
import { sql } from 'kysely';
import { mayHaveBytes } from './present.ts';
import { idAskedFor, readersPool, readStory, type Asking } from './readStory.server.ts';
import { viewerOf, type StoryFacts } from './storyFacts.ts';

/** Where the bytes of a part of a keepsake lie, and what they are. */
export type Part = { address: Address; mediaType: string };

type PartAnswer = {
	viewer: SignedIn | null;
	told: StoryFacts | null;
	part: {
		boxId: string;
		original: string;
		sha256: string;
		mediaType: string;
	} | null;
};

/**
 * A part of a shared keepsake (`small`, `medium`, `large`, `play`, `page-1` …), for a reader who may
 * have it now: R1 and Postgres both say so, each time. Throws `NotFound` for everything else.
 */
export async function sharedPart(
	asking: Asking,
	storyId: string,
	keepsakeId: string,
	part: string
): Promise<Part> {
	const { rows } = await readersPool(asking).query<{ page: PartAnswer }>({
		name: 'part-page',
		text: 'select part_page($1, $2, $3, $4, $5) as page',
		values: [asking.session, asking.visit, idAskedFor(storyId), idAskedFor(keepsakeId), part]
	});
	const { viewer = null, told = null, part: placed = null } = rows[0]?.page ?? {};
	const who = viewerOf(viewer, asking.visit);
	if (!told || !placed || !mayHaveBytes(told, keepsakeId, who, asking.lamplight.now())) {
		throw new NotFound();
	}
	const { boxId, original, sha256, mediaType } = placed;
	return { address: pictureAddress(boxId, original, sha256), mediaType };
}

/**
 * "Show the photograph", "Show the film": for this visit, this version and this keepsake alone. Gives
 * its number on the page. `visit` is only asked for once it is sure that there is something to show.
 * Throws `NotFound` where this reader is not offered it, covered.
 */
export async function showKeepsake(
	asking: Asking,
	storyId: string,
	keepsakeId: string,
	visit: () => string
): Promise<number> {
	const { number, versionId } = await placeOf(asking, storyId, keepsakeId, 'covered');
	await asViewer(asking.lamplight.pools.web, asking.session, (tx) =>
		sql`select show_photograph(${visit()}, ${versionId}, ${keepsakeId})`.execute(tx)
	);
	return number;
}

/** "Cover it again": this visit's cover is laid back. Gives its number on the page. */
export async function coverAgain(
	asking: Asking,
	storyId: string,
	keepsakeId: string
): Promise<number> {
	const { number, versionId } = await placeOf(asking, storyId, keepsakeId, 'full');
	await asViewer(asking.lamplight.pools.web, asking.session, (tx) =>
		sql`select cover_photograph(${asking.visit}, ${versionId}, ${keepsakeId})`.execute(tx)
	);
	return number;
}

async function placeOf(
	asking: Asking,
	storyId: string,
	keepsakeId: string,
	show: 'covered' | 'full'
): Promise<{ number: number; versionId: string }> {
	const { reading, story } = await readStory(asking, storyId);
	for (const block of reading.blocks) {
		if (block.kind !== 'keepsake' || block.keepsake.id !== keepsakeId) continue;
		if (block.keepsake.show === show) return { number: block.number, versionId: story.versionId };
	}
	throw new NotFound();
}
