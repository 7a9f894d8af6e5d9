import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { logFault } from '#lib/server/log.ts';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { readSettings } from '#lib/server/settings.ts';
import { openWorker } from '../../src/server/openWorker.ts';
import type { Command, Terminal } from '../line/command.ts';

/** Pages come first, where both share a machine. */
const priority = 5;

export const command: Command = {
	about: 'Does the jobs, beside a Lamplight that is started with JOBS=elsewhere.',
	usage: '',
	help: [
		'Letters, pictures, films, the nightly check and backup, real deletion. Any number of workers may',
		'be at work, on one machine or several; each job is done by one of them. It takes the settings of',
		'`npm start`, waits for that Lamplight, and ends cleanly on Ctrl-C or SIGTERM.'
	],
	async run(args, { env, say }) {
		parseArgs({ args, options: {} });
		mustKnowSecret(env);
		const settings = await readSettings(env);
		const stopping = untilSignal();
		setPriority(priority);
		process.on('unhandledRejection', (error) => logFault('background', error));
		try {
			const worker = await openWorker(settings, say, stopping.signal);
			say('The worker is at work.');
			await stopping.heard;
			say('Closing. Work under way is finished first.');
			await worker.close();
		} catch (error) {
			if (!stopping.signal.aborted) throw error;
		}
		say('Closed.');
		return 0;
	}
};

/** A secret of its own would shut everybody else out of the database. */
function mustKnowSecret(env: Terminal['env']): void {
	const dataDir = resolve(env.LAMPLIGHT_DATA || './data');
	if (!env.DATABASE_URL || env.LAMPLIGHT_SECRET || existsSync(join(dataDir, 'secret'))) return;
	throw new Refusal(
		`The secret of the site is not in ${dataDir}. LAMPLIGHT_SECRET has to be the same for every ` +
			'process of one site.'
	);
}

function untilSignal(): { signal: AbortSignal; heard: Promise<void> } {
	const stopping = new AbortController();
	const heard = new Promise<void>((resolve) => {
		stopping.signal.addEventListener('abort', () => resolve(), { once: true });
	});
	for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort());
	return { signal: stopping.signal, heard };
}
