import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
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
/** How long to wait before beginning again when the queue itself broke (the database went away). */
const pauseMs = 5_000;

/**
 * Starts doing the queued and scheduled jobs. A job that fails is tried again later and holds up no
 * other; what went wrong is logged without what it was about. `stop()` lets those begun finish (for
 * five seconds), then resolves.
 */
export async function startJobs(
	lamplight: Lamplight,
	tasks: JobTasks = everyTask
): Promise<{ stop(): Promise<void> }> {
	const stopping = new AbortController();
	let current = await begin(lamplight, tasks);
	const ended = keepRunning();
	async function keepRunning(): Promise<void> {
		for (;;) {
			await current.over;
			if (stopping.signal.aborted) return;
			logLine('the jobs stopped; beginning again');
			await setTimeout(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
			if (stopping.signal.aborted) return;
			try {
				current = await begin(lamplight, tasks);
				if (stopping.signal.aborted) await current.stop();
			} catch (error) {
				logFault('jobs', error);
			}
		}
	}
	return {
		stop: async () => {
			stopping.abort();
			await current.stop();
			await ended;
		}
	};
}

type Running = { over: Promise<void>; stop(): Promise<void> };

async function begin(lamplight: Lamplight, tasks: JobTasks): Promise<Running> {
	const pool = lamplight.pools.workerPool;
	await freeJobsOfTheDead(pool);
	const alive = await pool.connect();
	// A broken connection is noticed by the runner as well; without this it would end the process.
	alive.on('error', () => undefined);
	let runner: Runner;
	try {
		runner = await run({
			pgPool: pool,
			concurrency,
			noHandleSignals: true,
			taskList: listed(tasks, lamplight),
			parsedCronItems: parseCronItems(schedule),
			events: watched(alive),
			logger: new Logger(() => () => undefined)
		});
	} catch (error) {
		alive.release(true);
		throw error;
	}
	const over = runner.promise
		.catch((error: unknown) => logFault('jobs', error))
		.finally(() => alive.release(true));
	return { over, stop: () => runner.stop().catch(() => over) };
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
	events.on('worker:create', ({ worker }) => {
		showAlive(alive, worker.workerId).catch((error: unknown) => logFault('jobs', error));
	});
	events.on('job:error', ({ job, error }) => logFault(`job ${job.task_identifier}`, error));
	return events;
}
