import { expect, test } from 'vitest';
import { freeze } from '../../../../tests/postgres/freezing.ts';
import { freshData, start } from '../../../../tests/postgres/trial.ts';
import { isAway } from './away.ts';
import { Pulse } from './pulse.ts';
import { WatchedPool } from './watchedPool.ts';

const silentMs = 400;

/** `answerMs`: as in `Patience`; long where nothing is to be away, however busy the machine is. */
async function openPool({ max = 3, connectionTimeoutMillis = 1_200, answerMs = 600 } = {}) {
	const dataDir = await freshData();
	const embedded = await start(dataDir);
	const connectionString = embedded.url('postgres', embedded.superuser);
	const pulse = new Pulse(connectionString, { silentMs, answerMs });
	const pool = new WatchedPool({ connectionString, max, connectionTimeoutMillis }, pulse);
	pool.on('error', () => undefined);
	pool.on('connect', (client) => client.on('error', () => undefined));
	const close = async () => {
		pulse.close();
		await pool.end();
	};
	return { dataDir, pool, pulse, close };
}

async function timed(work: Promise<unknown>) {
	const from = performance.now();
	const error = await work.then(
		() => null,
		(failure: unknown) => failure
	);
	return { away: isAway(error), error, ms: performance.now() - from };
}

test('a Postgres that is frozen is away, for all that asks of it, until it goes on', async () => {
	const { dataDir, pool, pulse, close } = await openPool();
	const client = await pool.connect();
	await client.query('begin');
	const inDoubt = client as unknown as { processID: number };
	const thaw = freeze(dataDir);
	try {
		const [asked, connecting] = await Promise.all([
			timed(client.query(`insert into kept values ('a blanket')`)),
			timed(pool.query('select 1'))
		]);
		expect(asked.away).toBe(true);
		expect(connecting.away).toBe(true);
		expect(asked.ms).toBeLessThan(2_000);
		expect(connecting.ms).toBeLessThan(2_000);
		// The end of a transaction does not wait a second time.
		expect(await timed(client.query('rollback'))).toMatchObject({ away: true });
		client.release(true);
		expect(pulse.away).toBe(true);
		const next = await timed(pool.query('select 1'));
		expect(next.away).toBe(true);
		expect(next.ms).toBeLessThan(100);
	} finally {
		thaw();
	}
	await expect.poll(() => timed(pool.query('select 1'))).toMatchObject({ error: null });
	const { rows } = await pool.query('select words from kept');
	expect(rows).toEqual([]);
	await expect
		.poll(async () => {
			const left = 'select count(*)::int as count from pg_stat_activity where pid = $1';
			return (await pool.query(left, [inDoubt.processID])).rows;
		})
		.toEqual([{ count: 0 }]);
	await close();
});

test('one that lets nobody new in is away, too', async () => {
	const { dataDir, pool, pulse, close } = await openPool();
	const thaw = freeze(dataDir);
	try {
		expect(await timed(pool.query('select 1'))).toMatchObject({ away: true });
		await expect.poll(() => pulse.away).toBe(true);
	} finally {
		thaw();
	}
	await expect.poll(() => timed(pool.query('select 1'))).toMatchObject({ error: null });
	await close();
});

test('slow work is not cut off, nor what waits for its connection', async () => {
	const { pool, pulse, close } = await openPool({
		max: 1,
		connectionTimeoutMillis: 20_000,
		answerMs: 20_000
	});
	const [slow, waiting] = await Promise.all([
		timed(pool.query('select pg_sleep(1.1)')),
		timed(pool.query('select 1'))
	]);
	expect(slow.error).toBe(null);
	expect(slow.ms).toBeGreaterThan(1_000);
	expect(waiting.error).toBe(null);
	expect(pulse.away).toBe(false);
	const client = await pool.connect();
	await client.query('begin');
	await new Promise((resolve) => setTimeout(resolve, 2 * silentMs));
	await expect(client.query('commit')).resolves.toBeTruthy();
	client.release();
	await close();
});
