import { sql } from 'kysely';
import { livedToTake, type TakenFact } from '#lib/lived/queries.server.ts';
import { keepsakesToTake, type TakenKeepsake } from '#lib/keepsakes/queries.server.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { storiesToTake, type TakenStory } from '#lib/stories/queries.server.ts';
import type { BoxCopy } from '../format.ts';

/** All that a keeper may take away of a box, as rows; no file has been touched. */
export type Gathered = Pick<BoxCopy, 'takenBy' | 'putAway' | 'box' | 'keepers' | 'shared'> & {
	keepsakes: TakenKeepsake[];
	stories: TakenStory[];
	lived: TakenFact[];
	takenAt: Date;
};

/** `away`: whether what this keeper put away comes along, covered. Throws `NotFound`. */
export async function gather(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	away: 'with' | 'without',
	now: Date
): Promise<Gathered> {
	const { keepsakes, putAway } = await keepsakesToTake(tx, viewer, boxId, away === 'with', now);
	const box = await tx
		.selectFrom('box')
		.where('id', '=', boxId)
		.select(['name', 'bornOn', 'diedOn', 'dueOn', 'weeks', 'daysPastWeeks', 'happened'])
		.executeTakeFirstOrThrow();
	const keepers = await tx
		.selectFrom('keeper as k')
		.innerJoin('member as m', 'm.id', 'k.memberId')
		.where('k.boxId', '=', boxId)
		.where('k.leftAt', 'is', null)
		.orderBy('k.joinedAt')
		.orderBy('m.name')
		.orderBy('k.memberId')
		.select(['m.name', 'k.memberId'])
		.execute();
	return {
		...{ keepsakes, box, takenAt: now, takenBy: viewer.name },
		putAway: putAway ? away : 'nothing',
		keepers: keepers.map(({ name, memberId }) => ({ name, you: memberId === viewer.id })),
		lived: await livedToTake(tx, boxId),
		shared: await sharedIn(tx, boxId),
		stories: await storiesToTake(tx, viewer, boxId, now)
	};
}

type Shared = BoxCopy['shared'][number];
type SharedRow = Omit<Shared, 'since' | 'lived'> & { since: Date; lived: string };

async function sharedIn(tx: Tx, boxId: BoxId): Promise<BoxCopy['shared']> {
	const { rows } = await sql<SharedRow>`
		select s.story_id, v.title, s.agreed_at as since, s.findable, s.answers, s.subjects,
			s.lived::text, array_remove(array[
			case when s.to_family then 'family' end,
			case when s.to_peers then 'peers' end,
			case when s.to_anyone then 'anyone' end
		], null) as with
		from share s
		join story_version v on v.id = s.version_id
		where s.box_id = ${boxId} and s.ended_at is null
		order by s.agreed_at, s.id`.execute(tx);
	return rows.map(({ since, lived, ...each }) => ({
		...each,
		since: since.toISOString(),
		lived: JSON.parse(lived) as Shared['lived']
	}));
}
