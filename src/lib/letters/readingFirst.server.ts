import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { paragraphsOf } from './drafts.server.ts';
import { sayFace } from './face.ts';

/**
 * The copy of a letter that the viewer reads first for somebody. Throws `NotFound` where it is not before
 * them.
 */
export async function toReadFirst(tx: Tx, viewer: SignedIn, copy: string) {
	const found = await tx
		.selectFrom('letterDelivery as d')
		.innerJoin('letter as l', 'l.id', 'd.letterId')
		.leftJoin('member as m', 'm.id', 'd.memberId')
		.where('d.id', '=', uuidOrMissing(copy))
		.where('d.readerId', '=', viewer.id)
		.where('d.stage', '=', 'trusted')
		.select(['d.letterId', 'd.memberId', 'l.body', 'l.weeks', 'l.year', 'm.name'])
		.executeTakeFirst();
	if (!found) throw new NotFound();
	return found;
}

/** The same, as its page shows it. */
export async function readingFirst(tx: Tx, viewer: SignedIn, copy: string, now: Date) {
	const found = await toReadFirst(tx, viewer, copy);
	return {
		name: found.name ?? '',
		face: sayFace(found, now),
		paragraphs: paragraphsOf(found.body)
	};
}
