import { sql } from 'kysely';
import type { Db } from '#lib/server/database/pools.ts';

/** The name of the one job that makes the pictures of a keepsake. */
export function picturesJob(keepsake: string): string {
	return `make_pictures:${keepsake}`;
}

/** Queues the making of a keepsake's pictures, with the write it belongs to. Asked twice is once. */
export async function askForPictures(tx: Db, keepsake: string): Promise<void> {
	await sql`select jobs.enqueue('make_pictures', ${JSON.stringify({ keepsake })}::json,
		${picturesJob(keepsake)})`.execute(tx);
}
