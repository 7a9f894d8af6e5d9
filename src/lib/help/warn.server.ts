import { isOld } from '#lib/rules/helpLines.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import { helpOf } from './helpOf.server.ts';

/** Writes to every host, once for each line and check, when lines were not checked for 180 days. */
export async function warnOfOldLines({ pools, now }: Lamplight): Promise<void> {
	const old = (await helpOf(pools.worker)).lines.filter((line) => isOld(line, now()));
	if (old.length === 0) return;
	await pools.worker.transaction().execute(async (tx) => {
		const told = await tx
			.insertInto('helpWarning')
			.values(old.map(({ id, checkedOn }) => ({ lineId: id, checkedOn })))
			.onConflict((on) => on.columns(['lineId', 'checkedOn']).doNothing())
			.returning('lineId')
			.execute();
		if (told.length === 0) return;
		const hosts = await tx.selectFrom('host').select('memberId').execute();
		for (const { memberId } of hosts) {
			await enqueueMail(tx, { to: { member: memberId }, template: 'help_lines_old', params: {} });
		}
	});
}
