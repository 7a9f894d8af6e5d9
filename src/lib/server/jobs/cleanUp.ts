import { sql } from 'kysely';
import type { Lamplight } from '../lamplight.ts';
import type { JobTasks } from './task.ts';

/**
 * Removes what has done its work: counted attempts and uncovered photographs after a day,
 * invitations 30 days after they were taken up, withdrawn or ended (names and addresses stand in
 * them), sessions and links that have ended, and jobs given up 30 days ago.
 */
async function cleanUp(_payload: unknown, lamplight: Lamplight): Promise<void> {
	const { worker, auth } = lamplight.pools;
	const now = lamplight.now();
	const yesterday = daysBefore(now, 1);
	const lastMonth = daysBefore(now, 30);
	await worker.deleteFrom('attempt').where('at', '<', yesterday).execute();
	await worker.deleteFrom('shown').where('shownAt', '<', yesterday).execute();
	await worker
		.deleteFrom('invitation')
		.where((is) =>
			is.or([
				is('usedAt', '<', lastMonth),
				is('withdrawnAt', '<', lastMonth),
				is('expiresAt', '<', lastMonth)
			])
		)
		.execute();
	await auth.query('delete from "session" where "expiresAt" < $1', [now]);
	await auth.query('delete from "verification" where "expiresAt" < $1', [now]);
	await sql`
		select graphile_worker.complete_jobs(array_agg(id))
		from graphile_worker.jobs
		where attempts >= max_attempts and locked_at is null and run_at < ${lastMonth}
		having count(*) > 0
	`.execute(worker);
}

function daysBefore(now: Date, days: number): Date {
	return new Date(now.getTime() - days * 24 * 60 * 60 * 1000);
}

export const cleanUpJobs: JobTasks = { clean_up: cleanUp };
