import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assemble } from '#lib/server/assemble.ts';
import { openPools } from '#lib/server/database/pools.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { reachPostgres } from '#lib/server/postgres/reach.ts';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { readSettings } from '#lib/server/settings.ts';
import type { Terminal } from './command.ts';

/** What a command works with: the site, and the owner's way into its database. */
export type OpenedForCommand = {
	lamplight: Lamplight;
	/** Signs in as the owner of the database. */
	ownerUrl: string;
};

/**
 * Lends a command this machine's Lamplight: its settings, its database (that of a Lamplight which is
 * open just now, or one started for as long as the command takes), its files. Ctrl-C closes them
 * too. Where `mayBegin` is not given, a data folder that holds no Lamplight is refused.
 *
 * @throws Refusal, with a sentence for the host
 */
export async function withLamplight<T>(
	{ env, note }: Terminal,
	use: (opened: OpenedForCommand) => Promise<T>,
	{ mayBegin = false } = {}
): Promise<T> {
	if (!mayBegin) mustHoldLamplight(env);
	const settings = await readSettings(env);
	const postgres = await reachPostgres({
		databaseUrl: settings.databaseUrl ?? undefined,
		dataDir: settings.dataDir,
		log: note
	});
	const listening = onSignal(postgres.stop);
	const pools = openPools(postgres.ownerUrl, settings.secret);
	let lamplight: Lamplight | undefined;
	try {
		lamplight = await assemble(settings, pools);
		return await use({ lamplight, ownerUrl: postgres.ownerUrl });
	} finally {
		lamplight?.pictures.close();
		lamplight?.films.close();
		lamplight?.meaning.close();
		await pools.close();
		await postgres.stop();
		listening.end();
	}
}

function mustHoldLamplight(env: NodeJS.ProcessEnv): void {
	const dataDir = resolve(env.LAMPLIGHT_DATA || './data');
	if (env.DATABASE_URL || existsSync(join(dataDir, 'postgres'))) return;
	throw new Refusal(
		`There is no Lamplight in ${dataDir}. LAMPLIGHT_DATA says in which folder it is, ` +
			'DATABASE_URL where its database is when that is not its own.'
	);
}

/** What a command writes, it writes beside and renames: it can be stopped anywhere. */
function onSignal(stop: () => Promise<void>): { end(): void } {
	const signals = ['SIGINT', 'SIGTERM'] as const;
	const listener = () => void stop().finally(() => process.exit(130));
	for (const signal of signals) process.once(signal, listener);
	return {
		end() {
			for (const signal of signals) process.off(signal, listener);
		}
	};
}
