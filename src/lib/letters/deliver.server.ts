import { sql } from 'kysely';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import { mayReachMember } from '#lib/server/quiet/quietOf.ts';

/**
 * Delivers the copies of a letter that are due: each when its addressee's own day lets it (R5). What has
 * changed since (a block, letters taken back) counts.
 */
export async function deliverLetter(lamplight: Lamplight, id: string): Promise<void> {
	const { worker } = lamplight.pools;
	await sql`select route_letter(${id})`.execute(worker);
	const due = await worker
		.selectFrom('letterDelivery')
		.where('letterId', '=', id)
		.where('stage', '=', 'due')
		.select('memberId')
		.execute();
	const now = lamplight.now();
	const waits: Date[] = [];
	for (const { memberId } of due) {
		const reach = await mayReachMember(worker, memberId, 'letter', now);
		if (reach.reach === 'held') waits.push(reach.until);
		else await handOver(lamplight, id, memberId, now);
	}
	const [next] = waits.toSorted((a, b) => a.getTime() - b.getTime());
	if (!next) return;
	const seconds = (next.getTime() - now.getTime()) / 1000;
	await sql`
		select jobs.enqueue('deliver_letter', ${JSON.stringify({ letter: id })}::json,
			${`deliver:${id}`}, now() + make_interval(secs => ${seconds}))
	`.execute(worker);
}

/** From now on it is theirs to read; a mail says that something has come, and nothing of what. */
async function handOver(lamplight: Lamplight, id: string, member: string, now: Date) {
	await lamplight.pools.worker.transaction().execute(async (tx) => {
		const { numUpdatedRows } = await tx
			.updateTable('letterDelivery')
			.set({ stage: 'delivered', deliveredAt: now, stageAt: now })
			.where('letterId', '=', id)
			.where('memberId', '=', member)
			.where('stage', '=', 'due')
			.executeTakeFirst();
		if (numUpdatedRows === 0n) return;
		await enqueueMail(tx, {
			...{ template: 'letter_came', params: { letter: id, member }, to: { member } },
			key: `letter:${id}:${member}`
		});
	});
}
