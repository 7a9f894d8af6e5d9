import { createHash } from 'node:crypto';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { checkChain, type LogFault, type LogHead } from './chain.ts';
import { writtenHeads } from './heads.server.ts';
import { readLog } from './readLog.server.ts';

/**
 * Reads the whole log again and holds it against every head that was written down outside the
 * database. `head`: how far it reaches; null where nothing was ever logged. `written`: how many heads it
 * was held against; by none, neither a cut nor a whole rewriting can show.
 */
export async function verifyLog({
	pools,
	settings
}: Lamplight): Promise<{ faults: LogFault[]; head: LogHead | null; written: number }> {
	// Before the entries: what is added meanwhile is then not missed.
	const heads = await writtenHeads(settings.dataDir);
	const checked = await checkChain(readLog(pools.worker), heads, (text) =>
		createHash('sha256').update(text).digest('hex')
	);
	return { ...checked, written: heads.length };
}
