import type { Lamplight } from '#lib/server/lamplight.ts';

/** An arbitrary number that means "files are being checked". */
const checking = 7_205_120;

/**
 * Does what only one may do at a time, on any machine. Null: another one does it just now. A crash
 * ends it, as its connection is gone.
 */
export async function alone<T>(
	{ pools }: Lamplight,
	work: () => Promise<T>,
	{ waits = false } = {}
): Promise<T | null> {
	const client = await pools.workerPool.connect();
	try {
		const ask = waits
			? 'select true as mine from (select pg_advisory_lock($1)) as had'
			: 'select pg_try_advisory_lock($1) as mine';
		const { rows } = await client.query<{ mine: boolean }>(ask, [checking]);
		return rows[0]?.mine ? await work() : null;
	} finally {
		await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
		client.release();
	}
}
