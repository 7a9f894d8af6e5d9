import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeFamily } from '../../../../tests/database/family.ts';
import { openTestSite } from '../../../../tests/database/site.ts';
import { openPools } from '../database/pools.ts';
import { cleanUpJobs } from './cleanUp.ts';
import { startJobs } from './run.ts';
import { schedule } from './schedule.ts';
import type { JobTasks } from './task.ts';
import { tasks as everyTask } from './tasks.ts';

const site = await openTestSite();

const queue = (task: string, payload: unknown = {}) =>
	sql`select jobs.enqueue(${task}, ${JSON.stringify(payload)}::json)`.execute(site.pools.web);
const waitFor = (what: () => void | Promise<void>) =>
	vi.waitFor(what, { timeout: 60_000, interval: 20 });

async function start(tasks: JobTasks) {
	const jobs = await startJobs(site, tasks);
	onTestFinished(() => jobs.stop());
}

/** Another process on the same database. */
async function startBeside(tasks: JobTasks) {
	const pools = openPools(site.settings.databaseUrl ?? '', site.settings.secret);
	const jobs = await startJobs({ ...site, pools }, tasks);
	onTestFinished(async () => {
		await jobs.stop();
		await pools.close();
	});
}

/** What a host would read; kept from the test's own output. */
function listenToLog(): string[] {
	const said: string[] = [];
	const log = vi.spyOn(process.stderr, 'write').mockImplementation((line) => {
		said.push(String(line));
		return true;
	});
	onTestFinished(() => log.mockRestore());
	return said;
}

type Job = { locked_by: string | null; attempts: number };
async function jobsOf(task: string): Promise<Job[]> {
	const { rows } = await site.owner.query<Job>(
		`select j.locked_by, j.attempts from graphile_worker._private_jobs j
		join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1`,
		[task]
	);
	return rows;
}

test('a job that fails holds up no other, waits to be tried again, and is logged without its contents', async () => {
	const said = listenToLog();
	const done: string[] = [];
	await start({
		keep: async (payload) => {
			const { name } = payload as { name: string };
			if (name === 'broken') throw new Error('could not keep “our Robin”');
			done.push(name);
		}
	});
	for (const name of ['one', 'broken', 'two', 'three']) await queue('keep', { name });
	await waitFor(() => expect(done.sort()).toEqual(['one', 'three', 'two']));
	await waitFor(async () => {
		expect(await jobsOf('keep')).toEqual([{ locked_by: null, attempts: 1 }]);
	});
	expect(said.join('')).toContain('job keep');
	expect(said.join('')).not.toContain('Robin');
});

test('what a killed worker had begun is begun again at the next start', async () => {
	await queue('orphan');
	await site.owner.query(
		`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker-killed', attempts = 1`
	);
	let done = 0;
	await start({ orphan: async () => void done++ });
	await waitFor(() => expect(done).toBe(1));
	await waitFor(async () => expect(await jobsOf('orphan')).toEqual([]));
});

test('what a living worker does is left to it when another starts beside it', async () => {
	const begun: string[] = [];
	const finish = Promise.withResolvers<void>();
	onTestFinished(() => finish.resolve());
	const task = async (payload: unknown) => {
		begun.push((payload as { name: string }).name);
		await finish.promise;
	};
	await start({ long: task });
	await queue('long', { name: 'first' });
	await waitFor(() => expect(begun).toEqual(['first']));
	await startBeside({ long: task });
	await queue('long', { name: 'second' });
	await waitFor(() => expect(begun).toEqual(['first', 'second']));
	expect((await jobsOf('long')).every(({ locked_by }) => locked_by !== null)).toBe(true);
	finish.resolve();
	await waitFor(async () => expect(await jobsOf('long')).toEqual([]));
	expect(begun).toHaveLength(2);
});

test('when the database goes away and comes back, the jobs go on', async () => {
	const said = listenToLog();
	let done = 0;
	await start({ once_more: async () => void done++ });
	await queue('once_more');
	await waitFor(() => expect(done).toBe(1));
	await waitFor(async () => expect(await jobsOf('once_more')).toEqual([]));
	await site.owner.query(
		`select pg_terminate_backend(pid) from pg_stat_activity
		where datname = current_database() and usename = 'lamplight_worker'`
	);
	await queue('once_more');
	await waitFor(() => expect(done).toBe(2));
	await waitFor(async () => expect(await jobsOf('once_more')).toEqual([]));
	await waitFor(() => expect(said.join('')).toContain('beginning again'));
});

test('stopping lets what was begun be finished', async () => {
	const begun = Promise.withResolvers<void>();
	const finish = Promise.withResolvers<void>();
	let finished = false;
	const jobs = await startJobs(site, {
		slow: async () => {
			begun.resolve();
			await finish.promise;
			finished = true;
		}
	});
	await queue('slow');
	await begun.promise;
	const stopped = jobs.stop();
	finish.resolve();
	await stopped;
	expect(finished).toBe(true);
	expect(await jobsOf('slow')).toEqual([]);
});

test('stopping does not wait for ever for what never ends; it is begun again at the next start', async () => {
	const begun = Promise.withResolvers<void>();
	const endless = () => {
		begun.resolve();
		return new Promise<void>(() => undefined);
	};
	const jobs = await startJobs(site, { endless }, 50);
	await queue('endless');
	await begun.promise;
	await jobs.stop();
	let done = 0;
	await start({ endless: async () => void done++ });
	await waitFor(() => expect(done).toBe(1));
});

test('everything on the schedule is a job that there is', () => {
	for (const { task } of schedule) expect(Object.keys(everyTask)).toContain(task);
});

test('cleaning up removes what has done its work, and nothing else', async () => {
	const family = await makeFamily(site);
	const put = (text: string) => site.owner.query(`insert into ${text}`);
	const invited = (token: string, rest: string) =>
		put(`lamplight.invitation (kind, box_id, token_hash, email, expires_at, used_at, withdrawn_at)
			values ('guest', '${family.box}', '${token}', 'iris@example.org', ${rest})`);
	await put(
		`lamplight.attempt (key, at) values ('old', now() - interval '25 hours'), ('new', now())`
	);
	await put(`lamplight.shown (visit_hash, version_id, keepsake_id, shown_at) values
		('old', '${family.version}', '${family.photograph}', now() - interval '25 hours'),
		('new', '${family.version}', '${family.photograph}', now())`);
	await invited('open', `now() + interval '1 day', null, null`);
	await invited('just-used', `now() + interval '1 day', now(), null`);
	await invited('used', `now() + interval '1 day', now() - interval '31 days', null`);
	await invited('withdrawn', `now() + interval '1 day', null, now() - interval '31 days'`);
	await invited('over', `now() - interval '31 days', null, null`);
	await put(`auth."session" ("token", "userId", "expiresAt")
		values ('over', '${family.wren.id}', now() - interval '1 minute')`);
	await put(`auth."verification" ("identifier", "value", "expiresAt")
		values ('over', '', now() - interval '1 minute'), ('open', '', now() + interval '1 hour')`);
	await queue('given_up', { id: randomUUID() });
	await queue('still_tried', { id: randomUUID() });
	await site.owner.query(
		`update graphile_worker._private_jobs j set
			attempts = case t.identifier when 'given_up' then j.max_attempts else 3 end,
			run_at = now() - interval '31 days'
		from graphile_worker._private_tasks t where t.id = j.task_id`
	);
	await cleanUpJobs['clean_up']?.({}, site);
	await cleanUpJobs['clean_up']?.({}, site);
	const left = async (column: string, table: string) => {
		const { rows } = await site.owner.query(`select ${column} as x from ${table} order by 1`);
		return rows.map(({ x }) => x as string);
	};
	expect(await left('key', 'lamplight.attempt')).toEqual(['new']);
	expect(await left('visit_hash', 'lamplight.shown')).toEqual(['new']);
	expect(await left('token_hash', 'lamplight.invitation')).toEqual(['just-used', 'open']);
	expect(await left('"token"', 'auth."session"')).toEqual(
		[family.tom.session, family.wren.session].sort()
	);
	expect(await left('"identifier"', 'auth."verification"')).toEqual(['open']);
	expect(await jobsOf('given_up')).toHaveLength(0);
	expect(await jobsOf('still_tried')).toHaveLength(1);
});

test('what nobody here could do is not put in by the hour, to wait for ever', async () => {
	const scheduled = async () => {
		const { rows } = await site.owner.query<{ identifier: string }>(
			'select identifier from graphile_worker._private_known_crontabs'
		);
		return rows.map(({ identifier }) => identifier).sort();
	};
	await site.owner.query('delete from graphile_worker._private_known_crontabs');
	await start({ keep: async () => undefined, clean_up: async () => undefined });
	await waitFor(async () => expect(await scheduled()).toEqual(['clean_up']));
});
