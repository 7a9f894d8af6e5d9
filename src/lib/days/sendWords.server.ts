import { dayAfter, dayBegins, wordDue } from '#lib/rules/days.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import { quietOf } from '#lib/server/quiet/quietOf.ts';

/** Sends the one line of a tender day to everybody whose morning it is, once each. */
export async function sendWords({ pools, now }: Lamplight): Promise<void> {
	for (const member of await wishingForWords(pools)) {
		const quiet = await quietOf(pools.worker, member);
		const day = wordDue(quiet, now());
		if (!day) continue;
		const until = dayBegins(dayAfter(day), quiet.zone).toISOString();
		await pools.worker.transaction().execute(async (tx) => {
			const row = await tx
				.insertInto('dayWord')
				.values({ memberId: member, onDay: day })
				.onConflict((on) => on.columns(['memberId', 'onDay']).doNothing())
				.executeTakeFirst();
			if (!row.numInsertedOrUpdatedRows) return;
			await enqueueMail(tx, {
				to: { member },
				template: 'tender_word',
				params: { until },
				key: `word:${member}:${day}`
			});
		});
	}
}

/** Few ever wish for words; only of them is more asked. */
async function wishingForWords({ worker }: Lamplight['pools']): Promise<string[]> {
	const rows = await worker
		.selectFrom('dayWish')
		.where('wish', '=', 'word')
		.select('memberId')
		.union(worker.selectFrom('namedDay').where('wish', '=', 'word').select('memberId'))
		.execute();
	return rows.map(({ memberId }) => memberId);
}
