import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import { pictureAddress, type Address } from '#lib/server/files/address.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { placeBelow } from '#lib/stories/queries.server.ts';
import { proposalIn } from './answer.server.ts';
import { loadConsentFacts } from './facts.server.ts';
import { placedKeepsakesOf } from './placed.server.ts';
import { asKeeperSees } from './reading.server.ts';

/** Where the bytes of a part of a keepsake lie, and what they are. */
export type Part = { address: Address; mediaType: string };

/**
 * A part (`large`, `play`, `page-1` …) of a keepsake that keepers are asked about, also of one that
 * its giver had kept to themselves. Throws `NotFound` where the question is closed, and for whoever is not asked.
 */
export async function proposedPart(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	asked: { proposal: string; keepsake: string; part: string },
	now: Date
): Promise<Part> {
	const facts = await loadConsentFacts(tx, boxId);
	const { id: proposal, wish } = proposalIn({ facts }, asked.proposal);
	const story = wish.kind === 'share' && facts.stories.find((each) => each.id === wish.storyId);
	if (wish.kind !== 'share' || !story) throw new NotFound();
	const keepsakes = await placedKeepsakesOf(tx, wish.versionId);
	const keepsake = keepsakes.find((each) => each.id === asked.keepsake);
	const looking = { viewer, box: facts.box, story, now, place: () => placeBelow('') };
	if (!keepsake || asKeeperSees(keepsake, wish.versionId, looking) === 'hidden') {
		throw new NotFound();
	}
	type Row = { boxId: string; original: string; sha256: string; mediaType: string };
	const { rows } = await sql<Row>`
		select * from proposed_part(${proposal}, ${keepsake.id}, ${asked.part})
	`.execute(tx);
	if (!rows[0]) throw new NotFound();
	const { boxId: of, original, sha256, mediaType } = rows[0];
	return { address: pictureAddress(of, original, sha256), mediaType };
}
