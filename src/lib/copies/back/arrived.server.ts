import { stat } from 'node:fs/promises';
import { sql } from 'kysely';
import { syncFile, syncFolder } from '#lib/server/files/folders.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { archivePath, archivesFolder } from './archives.ts';

/** How many bytes of a copy have arrived; null where nothing lies there. */
export async function arrivedBytes(dataDir: string, id: string): Promise<number | null> {
	try {
		return (await stat(archivePath(dataDir, id))).size;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}

/** Makes the archive survive a power cut: before anybody is told that it has arrived. */
export async function makeDurable(dataDir: string, id: string): Promise<void> {
	await syncFile(archivePath(dataDir, id));
	await syncFolder(archivesFolder(dataDir));
}

/** Notes that all of a copy has arrived, and has it put back, now or later. Twice is once. */
export async function noteArrived(tx: Tx, id: string, startAt?: Date): Promise<void> {
	await tx
		.updateTable('putBack')
		.set({ arrivedAt: sql`coalesce(arrived_at, now())` })
		.where('id', '=', id)
		.execute();
	await askToPutBack(tx, id, startAt);
}

/** One copy at a time is put back, so that there is always a hand for photographs. */
export async function askToPutBack(tx: Tx, id: string, startAt?: Date): Promise<void> {
	await sql`select jobs.enqueue('put_back', ${JSON.stringify({ id })}::json, ${`put_back:${id}`},
		${startAt ?? null}, 'copies')`.execute(tx);
}
