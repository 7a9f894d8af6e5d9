import { sql } from 'kysely';
import type { Lamplight } from '#lib/server/lamplight.ts';

/**
 * Has whatever shows keepsakes tried again soon where it failed some times in a row: then it was the
 * machine (a full disk, a database away), and after a long fault the queue would wait for hours. What
 * an original itself does to its process is counted apart from that (`afterLoss`).
 */
export async function trySoon({ pools }: Lamplight): Promise<void> {
	await sql`
		select graphile_worker.reschedule_jobs(array_agg(id), run_at => now(), attempts => 0)
		from graphile_worker.jobs
		where task_identifier in ('make_pictures', 'make_film')
			and attempts > 0 and locked_at is null and run_at > now() + interval '1 minute'
		having count(*) > 0`.execute(pools.worker);
}
