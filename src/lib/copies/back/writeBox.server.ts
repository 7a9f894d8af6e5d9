import { putBackLived } from '#lib/lived/actions.server.ts';
import { putBackKeepsakes } from '#lib/keepsakes/actions.server.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { putBackStories } from '#lib/stories/actions.server.ts';
import type { BoxCopy } from '../format.ts';
import type { AsRows } from './asRows.ts';

/**
 * Writes the memory box that a copy becomes, kept by one member alone and shared with nobody. Whom
 * else it names kept it once, and have no account here.
 */
export async function writeBox(
	tx: Tx,
	lamplight: Lamplight,
	{ box, member, now }: { box: string; member: string; now: Date },
	{ box: about, lived }: Pick<BoxCopy, 'box' | 'lived'>,
	{ keepsakes, stories, others }: AsRows
): Promise<void> {
	const { name, bornOn, diedOn, dueOn, weeks, daysPastWeeks, happened } = about;
	await tx
		.insertInto('box')
		.values({
			...{ id: box, createdBy: member, createdAt: now },
			...{ name, bornOn, diedOn, dueOn, weeks, daysPastWeeks, happened }
		})
		.execute();
	await tx.insertInto('keeper').values({ boxId: box, memberId: member, joinedAt: now }).execute();
	if (others.length > 0) {
		const named = others.map((each) => ({ ...each, onlyNamedAt: now, endedAt: now }));
		await tx.insertInto('member').values(named).execute();
		await tx
			.insertInto('keeper')
			.values(others.map(({ id }) => ({ boxId: box, memberId: id, joinedAt: now, leftAt: now })))
			.execute();
	}
	await putBackKeepsakes(tx, lamplight, box, member, keepsakes);
	await putBackStories(tx, box, stories);
	await putBackLived(tx, box, member, lived);
}
