import type { Pool, PoolClient } from 'pg';
import type { JobTasks } from './task.ts';

/**
 * A worker that was killed leaves its jobs locked, and the queue would wait four hours for it. So
 * each living worker holds an advisory lock of its own for as long as it is connected: jobs locked
 * by a worker whose lock is free are freed at once.
 */
export async function freeJobsOfTheDead(pool: Pool): Promise<void> {
	await pool.query(
		`select graphile_worker.force_unlock_workers(array_agg(dead.id))
		from (
			select distinct locked_by as id from graphile_worker.jobs where locked_by is not null
		) as dead
		where not exists (
			select from pg_locks l
			where l.locktype = 'advisory' and l.granted
				and l.database = (select oid from pg_database where datname = current_database())
				and l.classid = ${lockClass} and l.objid = hashtext(dead.id)::bit(32)::bigint::oid
		)
		having count(*) > 0`
	);
}

/** Shows on this connection that whoever locks jobs as `id` lives, until the connection ends. */
export async function showAlive(client: PoolClient, id: string): Promise<void> {
	await client.query(`select pg_advisory_lock(${lockClass}, hashtext($1))`, [id]);
}

/** How many workers live, in whatever process. */
export async function livingWorkers(pool: Pool): Promise<number> {
	const { rows } = await pool.query<{ workers: number }>(
		`select count(*) as workers from pg_locks l
		where l.locktype = 'advisory' and l.granted and l.classid = ${lockClass}
			and l.database = (select oid from pg_database where datname = current_database())`
	);
	return rows[0]?.workers ?? 0;
}

/** An arbitrary number that means "this worker lives". */
const lockClass = 7_205_120;

/** At a start, and every minute for those of another machine. */
export const deadWorkersJobs: JobTasks = {
	free_jobs: (_payload, lamplight) => freeJobsOfTheDead(lamplight.pools.workerPool)
};
