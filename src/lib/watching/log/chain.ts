/** The log as a chain: each entry carries the hash of the one before it. Pure; `hash` is handed in. */

/** An entry as Postgres gives it; `at` to the microsecond, `about` the very text that was hashed. */
export type LogEntry = {
	number: number;
	at: string;
	actor: string | null;
	act: string;
	about: string;
	before: string;
	hash: string;
};
/** How far the chain reached at some moment, as it was written down outside the database. */
export type LogHead = { number: number; hash: string };

/**
 * `changed`: it is not what was hashed. `broken`: it does not follow the one before it: something was
 * taken out, put in, or written anew. `cut`: it was there once, and is there no longer. `rewritten`:
 * another entry stood in its place when that was written down outside.
 */
export type LogFault = { number: number; what: 'changed' | 'broken' | 'cut' | 'rewritten' };

const nothingBefore = '0'.repeat(64);
/** More would say no more. */
const mostFaults = 20;

/** What is hashed of an entry: the same text as `log_text` in SQL. */
export function textOf({ before, number, at, actor, act, about }: LogEntry): string {
	return [before, number, at, actor ?? '', act, about].join('\n');
}

/**
 * Reads the whole chain once and finds what does not hold, the first twenty. `heads`: every head that
 * was ever written down outside. Gives the last entry as well, or null for an empty log.
 */
export async function checkChain(
	entries: AsyncIterable<LogEntry>,
	heads: readonly LogHead[],
	hash: (text: string) => string
): Promise<{ faults: LogFault[]; head: LogHead | null }> {
	const faults: LogFault[] = [];
	const found = (number: number, what: LogFault['what']) => {
		if (faults.length < mostFaults) faults.push({ number, what });
	};
	const written = new Map<number, Set<string>>();
	for (const { number, hash } of heads) {
		written.set(number, (written.get(number) ?? new Set()).add(hash));
	}
	let last: LogHead = { number: 0, hash: nothingBefore };
	for await (const entry of entries) {
		const { number } = entry;
		if (hash(textOf(entry)) !== entry.hash) found(number, 'changed');
		if (number !== last.number + 1 || entry.before !== last.hash) found(number, 'broken');
		const once = written.get(number);
		if (once && (once.size > 1 || !once.has(entry.hash))) found(number, 'rewritten');
		last = { number, hash: entry.hash };
	}
	const furthest = Math.max(0, ...written.keys());
	if (furthest > last.number) found(furthest, 'cut');
	return { faults, head: last.number > 0 ? last : null };
}
