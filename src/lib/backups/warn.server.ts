import { overdueSince } from '#lib/server/backups/records.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';

/** Writes to every host, once, when the last proven backup is too old, or there never was one. */
export async function warnOfBackups({ pools, settings, now }: Lamplight): Promise<void> {
	const since = await overdueSince(pools.worker, settings.backups.warnDays, now());
	if (!since) return;
	await pools.worker.transaction().execute(async (tx) => {
		const told = await tx
			.insertInto('backupWarning')
			.values({ since })
			.onConflict((on) => on.column('since').doNothing())
			.executeTakeFirst();
		if (!told.numInsertedOrUpdatedRows) return;
		const hosts = await tx.selectFrom('host').select('memberId').execute();
		for (const { memberId } of hosts) {
			await enqueueMail(tx, { to: { member: memberId }, template: 'backup_overdue', params: {} });
		}
	});
}
