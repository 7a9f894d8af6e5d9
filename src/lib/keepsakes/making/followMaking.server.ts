import type { Lamplight } from '#lib/server/lamplight.ts';
import { logFault } from '#lib/server/log.ts';

/** Often enough to be seen, and seldom enough to cost nothing. */
const everyMs = 3000;

/** Writes down from time to time how far a long work is, for the page; at its end, nothing stays. */
export function followMaking({ pools, now }: Lamplight, keepsakeId: string) {
	let last = 0;
	let writing: Promise<unknown> = Promise.resolve();
	const onPart = (part: number) => {
		if (Date.now() - last < everyMs) return;
		last = Date.now();
		const told = { part, toldAt: now() };
		writing = writing.then(() =>
			pools.worker
				.insertInto('making')
				.values({ keepsakeId, ...told })
				.onConflict((on) => on.column('keepsakeId').doUpdateSet(told))
				.execute()
				// Deleted meanwhile, or the database is away: how far it is matters less than the work.
				.catch((error: unknown) => logFault('making', error))
		);
	};
	const end = async () => {
		await writing;
		await pools.worker.deleteFrom('making').where('keepsakeId', '=', keepsakeId).execute();
	};
	return { onPart, end };
}
