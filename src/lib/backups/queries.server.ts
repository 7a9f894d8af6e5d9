import type { Db } from '#lib/server/database/pools.ts';

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

/** Whether what is there now would be lost for longer than a host should bear. */
export function isOverdue({ provenAt }: LastBackups, warnDays: number, now: Date): boolean {
	return provenAt === null || now.getTime() - provenAt.getTime() > warnDays * dayMs;
}
