import type { Db } from '#lib/server/database/pools.ts';

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
