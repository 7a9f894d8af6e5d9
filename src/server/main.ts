import type { Server } from 'node:http';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { logFault } from '#lib/server/log.ts';
import { readSettings } from '#lib/server/settings.ts';
import { openDoor } from './door.ts';
import { open, type Opened } from './open.ts';

/** What a host reads at the terminal. */
function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
	const settings = await readSettings(process.env);
	const opened = await open(settings, say);
	const server = await openDoor(settings, process.argv.includes('--dev')).catch(async (error) => {
		await opened.close();
		throw error;
	});
	stopOnSignal(server, opened);
	const lines = [`Lamplight is open at ${settings.origin}`];
	if (opened.hostLink) {
		lines.push('It has no host yet. This link makes the first one, once:', `  ${opened.hostLink}`);
	}
	say(lines.join('\n'));
}

function stopOnSignal(server: Server, opened: Opened): void {
	let stopping = false;
	const stop = async (code = 0, drainMs = 10_000) => {
		if (stopping) return;
		stopping = true;
		say('Closing. Work under way is finished first.');
		const closed = new Promise((resolve) => server.close(resolve));
		server.closeIdleConnections();
		setTimeout(() => server.closeAllConnections(), drainMs).unref();
		await closed;
		await opened.close();
		say('Closed.');
		process.exit(code);
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
	// Started by `npm start`, which holds the other end: when that is killed, we close as well, and
	// quickly, since whoever killed it may be starting it again.
	if (process.channel) process.on('disconnect', () => void stop(0, 0));
	// A Postgres that cannot be kept running: whoever watches over us shall start us anew.
	opened.postgres.embedded?.onState((state) => {
		if (state === 'failed') void stop(1, 0);
	});
}

process.on('unhandledRejection', (error) => logFault('background', error));

try {
	await main();
} catch (error) {
	if (error instanceof Refusal) say(error.message);
	else if (inUse(error)) say(`The port is in use already: ${(error as Error).message}`);
	else throw error;
	process.exitCode = 1;
}

function inUse(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
