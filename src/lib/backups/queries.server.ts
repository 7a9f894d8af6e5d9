import { isTooOld, lastBackups } from '#lib/server/backups/records.ts';
import type { Tx } from '#lib/server/database/viewer.ts';

/** How it stands with backups, for a host; row-level security shows it to no other viewer. */
export async function backupState(tx: Tx, warnDays: number, now: Date) {
	const { provenAt, faults } = await lastBackups(tx);
	const overdue = !provenAt || isTooOld(provenAt, warnDays, now);
	return { provenAt, faults, overdue, now, cameBack: await cameBack(tx, now) };
}

/** For so long hosts are told that their site was brought back. */
const toldMs = 60 * 24 * 60 * 60 * 1000;

/** When this place was last brought back, and from a copy of when; null: not of late. */
async function cameBack(tx: Tx, now: Date) {
	const last = await tx
		.selectFrom('restored')
		.select(['takenAt', 'backAt', 'asItWas'])
		.where('backAt', '>', new Date(now.getTime() - toldMs))
		.orderBy('backAt', 'desc')
		.executeTakeFirst();
	return last ?? null;
}
