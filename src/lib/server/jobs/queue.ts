import { runMigrations } from 'graphile-worker';
import pg from 'pg';

/**
 * Makes graphile-worker's tables, owned by the worker role, and the one door by which a page may
 * put a job there: `jobs.enqueue(task, payload, key, run_at, queue)`. The web role reads no job. Jobs of
 * one named queue are done one after the other.
 */
export async function makeQueue(workerUrl: string): Promise<void> {
	const worker = new pg.Pool({ connectionString: workerUrl, max: 1 });
	// A connection may still be closing when Postgres stops right after: nobody needs it any more.
	const bear = () => undefined;
	worker.on('error', bear);
	worker.on('connect', (client) => client.on('error', bear));
	try {
		await runMigrations({ pgPool: worker, noPreparedStatements: true });
		await worker.query(enqueueFunction);
	} finally {
		await worker.end();
	}
}

const enqueueFunction = `
create schema if not exists jobs;
grant usage on schema jobs to lamplight_web, lamplight_auth, lamplight_facts;
drop function if exists jobs.enqueue(text, json, text, timestamptz);
create or replace function jobs.enqueue(task text, payload json, key text default null,
	start_at timestamptz default null, queue text default null)
	returns void language sql security definer set search_path = graphile_worker, pg_temp as $$
	select graphile_worker.add_job(
		identifier => task,
		payload => payload,
		queue_name => queue,
		run_at => coalesce(start_at, now()),
		job_key => key,
		max_attempts => 25
	);
$$;
revoke execute on function jobs.enqueue(text, json, text, timestamptz, text) from public;
grant execute on function jobs.enqueue(text, json, text, timestamptz, text)
	to lamplight_web, lamplight_auth, lamplight_facts, lamplight_worker;
`;
