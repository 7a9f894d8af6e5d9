import type { Db } from '../database/pools.ts';

export type NewBackup = {
	id: string;
	place: string;
	takenAt: Date;
	encrypted: boolean;
	rows: number;
	files: number;
	bytes: number;
	faults: number;
};

/** Notes that a backup was taken. Twice is once. */
export async function noteTaken(worker: Db, backup: NewBackup): Promise<void> {
	await worker
		.insertInto('backup')
		.values(backup)
		.onConflict((on) => on.column('id').doNothing())
		.execute();
}

/** Notes that a backup of this site was proven; of another's there is no row. */
export async function noteProof(worker: Db, id: string, at: Date): Promise<void> {
	await worker.updateTable('backup').set({ provenAt: at }).where('id', '=', id).execute();
}

/** The moments a host should know of; null: never. */
export type LastBackups = { takenAt: Date | null; provenAt: Date | null; faults: number };

/**
 * When the last backup was taken, when the last one that was proven was taken, and how many files the
 * last one found missing or changed. Row-level security shows it to hosts and the worker alone.
 */
export async function lastBackups(db: Db): Promise<LastBackups> {
	const [last, proven] = await Promise.all([
		db
			.selectFrom('backup')
			.select(['takenAt', 'faults'])
			.orderBy('takenAt', 'desc')
			.limit(1)
			.executeTakeFirst(),
		db
			.selectFrom('backup')
			.select('takenAt')
			.where('provenAt', 'is not', null)
			.orderBy('takenAt', 'desc')
			.limit(1)
			.executeTakeFirst()
	]);
	return {
		takenAt: last?.takenAt ?? null,
		provenAt: proven?.takenAt ?? null,
		faults: last?.faults ?? 0
	};
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Since when families have something here of which no proven backup was taken, where that is longer
 * than a host should bear; null: it is not, or nobody has anything. For the worker.
 */
export async function overdueSince(db: Db, warnDays: number, now: Date): Promise<Date | null> {
	const { provenAt } = await lastBackups(db);
	const first = await db
		.selectFrom('box')
		.select('createdAt')
		.orderBy('createdAt')
		.limit(1)
		.executeTakeFirst();
	if (!first) return null;
	const since = provenAt ?? first.createdAt;
	return isTooOld(since, warnDays, now) ? since : null;
}

export function isTooOld(at: Date, warnDays: number, now: Date): boolean {
	return now.getTime() - at.getTime() > warnDays * dayMs;
}
