import type { Tx } from '#lib/server/database/viewer.ts';
import type { LogEntry } from './chain.ts';

/** Entries of the log as its page shows them, the latest first. */
export type LogLine = {
	number: number;
	at: Date;
	actorId: string | null;
	act: string;
	about: string;
};

const pageLength = 100;

/** A page of the log before an entry; for hosts, as row-level security has it. */
export async function logPage(
	tx: Tx,
	before: number | null
): Promise<{ lines: LogLine[]; older: number | null }> {
	const rows = await tx
		.selectFrom('logEntry')
		.$if(before !== null, (query) => query.where('number', '<', before ?? 0))
		.orderBy('number', 'desc')
		.limit(pageLength)
		.select(['number', 'at', 'actorId', 'act', 'about'])
		.execute();
	const lines = rows.map((row) => ({ ...row, about: said(row.about) }));
	const last = rows.at(-1);
	return {
		lines,
		older: rows.length === pageLength && last && last.number > 1 ? last.number : null
	};
}

function said(about: unknown): string {
	return Object.entries(about as Record<string, unknown>)
		.map(([name, value]) => `${name} ${value}`)
		.join(' · ');
}

/** The whole log as lines of JSON: each entry with all that its hash is made of. */
export async function* asJsonLines(entries: AsyncIterable<LogEntry>): AsyncGenerator<string> {
	for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

/** The whole log as a table (RFC 4180), with its names in the first line. */
export async function* asCsv(entries: AsyncIterable<LogEntry>): AsyncGenerator<string> {
	yield 'number,at,actor,act,about,before,hash\r\n';
	for await (const { number, at, actor, act, about, before, hash } of entries) {
		const quoted = `"${about.replaceAll('"', '""')}"`;
		yield `${[number, at, actor ?? '', act, quoted, before, hash].join(',')}\r\n`;
	}
}
