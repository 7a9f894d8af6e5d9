import { isTooOld, lastBackups } from '#lib/server/backups/records.ts';
import type { Tx } from '#lib/server/database/viewer.ts';

/** How it stands with backups, for a host; row-level security shows it to no other viewer. */
export async function backupState(tx: Tx, warnDays: number, now: Date) {
	const { provenAt, faults } = await lastBackups(tx);
	return { provenAt, faults, overdue: !provenAt || isTooOld(provenAt, warnDays, now), now };
}
