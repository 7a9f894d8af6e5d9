import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import {
	Logger,
	parseCronItems,
	run,
	type Runner,
	type TaskList,
	type WorkerEvents
} from 'graphile-worker';
import type { PoolClient } from 'pg';
import type { Lamplight } from '../lamplight.ts';
import { logFault, logLine } from '../log.ts';
import { freeJobsOfTheDead, showAlive } from './deadWorkers.ts';
import { schedule } from './schedule.ts';
import type { JobTasks } from './task.ts';
import { tasks as everyTask } from './tasks.ts';

/** A job is done by one of two hands at a time: pictures need a core, and pages need the other. */
const concurrency = 2;
/** Stopping waits until it stands in the database that a job is done; else it would be done again. */
const recorded = { completeJobBatchDelay: 0, failJobBatchDelay: 0 };
/** How long to wait before beginning again when the queue itself broke (the database went away). */
const pauseMs = 5_000;
/** How long what was begun may take to end when stopping; a host's system allows more (90 s). */
const usualPatienceMs = 20_000;

/**
 * Starts doing the queued and scheduled jobs. A job that fails is tried again later and holds up no
 * other; what went wrong is logged without what it was about. `stop()` begins nothing more and lets
 * what was begun end; what has not ended by then is begun again at the next start.
 */
export async function startJobs(
	lamplight: Lamplight,
	tasks: JobTasks = everyTask,
	patienceMs = usualPatienceMs
): Promise<{ stop(): Promise<void> }> {
	const stopping = new AbortController();
	let current = await begin(lamplight, tasks);
	const ended = keepRunning();
	async function keepRunning(): Promise<void> {
		for (;;) {
			await current.over;
			if (stopping.signal.aborted) return;
			logLine('the jobs stopped; beginning again');
			await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
			if (stopping.signal.aborted) return;
			try {
				current = await begin(lamplight, tasks);
				if (stopping.signal.aborted) await current.stop(patienceMs);
			} catch (error) {
				logFault('jobs', error);
			}
		}
	}
	return {
		stop: async () => {
			stopping.abort();
			await current.stop(patienceMs);
			await ended;
		}
	};
}

type Running = { over: Promise<void>; stop(patienceMs: number): Promise<void> };

async function begin(lamplight: Lamplight, tasks: JobTasks): Promise<Running> {
	const pool = lamplight.pools.workerPool;
	await freeJobsOfTheDead(pool);
	const alive = await pool.connect();
	let runner: Runner | undefined;
	// Another may take over what we had begun once this connection is gone: so we begin anew.
	alive.on('error', () => void runner?.stop().catch(() => undefined));
	try {
		runner = await run({
			pgPool: pool,
			concurrency,
			noHandleSignals: true,
			preset: { worker: recorded },
			taskList: listed(tasks, lamplight),
			// What nobody here could do would only wait.
			parsedCronItems: parseCronItems(schedule.filter(({ task }) => Object.hasOwn(tasks, task))),
			events: watched(alive),
			logger: new Logger(() => () => undefined)
		});
	} catch (error) {
		alive.release(true);
		throw error;
	}
	return running(runner, alive);
}

function running(runner: Runner, alive: PoolClient): Running {
	const givenUp = Promise.withResolvers<void>();
	const over = Promise.race([
		runner.promise.catch((error: unknown) => logFault('jobs', error)),
		givenUp.promise
	]).finally(() => endOf(alive));
	const stop = async (patienceMs: number) => {
		const late = setTimeout(givenUp.resolve, patienceMs);
		// Where it has stopped by itself already there is nothing to stop.
		const stopped = runner.stop().catch(() => undefined);
		await Promise.race([stopped, givenUp.promise]);
		clearTimeout(late);
		givenUp.resolve();
		await over;
	};
	return { over, stop };
}

/** Says that it lives no longer: what it had begun may be begun again by another. */
async function endOf(alive: PoolClient): Promise<void> {
	await alive.query('select pg_advisory_unlock_all()').catch(() => undefined);
	alive.release(true);
}

function listed(tasks: JobTasks, lamplight: Lamplight): TaskList {
	const list: TaskList = {};
	for (const [name, task] of Object.entries(tasks)) {
		list[name] = (payload) => task(payload, lamplight);
	}
	return list;
}

function watched(alive: PoolClient): WorkerEvents {
	const events: WorkerEvents = new EventEmitter();
	events.on('pool:create', ({ workerPool }) => {
		showAlive(alive, workerPool.id).catch((error: unknown) => logFault('jobs', error));
	});
	events.on('job:error', ({ job, error }) => logFault(`job ${job.task_identifier}`, error));
	return events;
}
