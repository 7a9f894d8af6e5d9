import { sql } from 'kysely';
import type { Db } from '#lib/server/database/pools.ts';
import type { LogEntry, LogHead } from './chain.ts';

const atOnce = 1000;

/** The whole log in its order, a thousand entries at a time; as far as it may be read by this way in. */
export async function* readLog(db: Db): AsyncGenerator<LogEntry> {
	let last: number | null = 0;
	while (last !== null) {
		const { rows }: { rows: LogEntry[] } = await sql<LogEntry>`
			select number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
				actor_id::text as actor, act, about::text as about, before, hash
			from log_entry where number > ${last} order by number limit ${atOnce}
		`.execute(db);
		yield* rows;
		last = rows.at(-1)?.number ?? null;
	}
}

export async function logHead(db: Db): Promise<LogHead | null> {
	const head = await db
		.selectFrom('logEntry')
		.orderBy('number', 'desc')
		.limit(1)
		.select(['number', 'hash'])
		.executeTakeFirst();
	return head ?? null;
}
