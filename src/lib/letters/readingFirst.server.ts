import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { sayFace } from './face.ts';

/** A letter that the viewer reads first for somebody. Throws `NotFound` where it is not before them. */
export async function readingFirst(
	tx: Tx,
	viewer: SignedIn,
	letter: string,
	forMember: string,
	now: Date
) {
	const found = await tx
		.selectFrom('letterDelivery as d')
		.innerJoin('letter as l', 'l.id', 'd.letterId')
		.leftJoin('member as m', 'm.id', 'd.memberId')
		.where('d.letterId', '=', uuidOrMissing(letter))
		.where('d.memberId', '=', uuidOrMissing(forMember))
		.where('d.readerId', '=', viewer.id)
		.where('d.stage', '=', 'trusted')
		.select(['l.body', 'l.weeks', 'l.year', 'm.name', 'd.memberId'])
		.executeTakeFirst();
	if (!found) throw new NotFound();
	return {
		forMember: found.memberId,
		name: found.name ?? '',
		face: sayFace(found, now),
		paragraphs: found.body.split(/\n{2,}/)
	};
}
