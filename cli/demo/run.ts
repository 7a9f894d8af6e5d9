import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { depositToken } from '#lib/server/auth/depositToken.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { logFault } from '#lib/server/log.ts';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { readSettings, type Settings } from '#lib/server/settings.ts';
import { openDoor } from '../../src/server/door.ts';
import { open, type Opened } from '../../src/server/open.ts';
import { demoFolder } from './folder.ts';
import { depositor } from './others.ts';
import { parts } from './parts.ts';
import { addPartsDoor, linkFor } from './partsDoor.ts';
import { makeWorld } from './world.ts';

/**
 * Opens the demo on this machine alone, in `data-demo` or the demo's folder that `LAMPLIGHT_DATA`
 * names, and prints a link for each part. Of the other settings only `PORT` counts: a demo uses no
 * database, store, mail server or secret of a real site. Throws `Refusal` where it cannot.
 */
export async function runDemo(asked: string[], env: NodeJS.ProcessEnv): Promise<void> {
	const unknown = asked.find((each) => each !== '--fresh');
	if (unknown) throw new Refusal(`The demo knows "--fresh" and nothing else, so not ${unknown}.`);
	const path = env.LAMPLIGHT_DATA || 'data-demo';
	const folder = await demoFolder(path, { fresh: asked.includes('--fresh') });
	const settings = await demoSettings(env.PORT, folder.dataDir);
	const opened = await open(settings, say);
	const closing = closeOnSignal(opened);
	try {
		if (folder.empty) {
			say('Making a world of made-up families. This takes some seconds, once.');
			await makeWorld(opened.lamplight);
			await folder.noteWhole();
		}
		closing.server = await openDoor(settings, false).catch(inUse);
		const key = randomBytes(12).toString('base64url');
		addPartsDoor(closing.server, opened.lamplight, key);
		for (const line of await welcome(opened.lamplight, key)) say(line);
	} catch (error) {
		// What is closed under its hands while the world is made is no fault.
		if (closing.begun) return;
		await opened.close();
		throw error;
	}
}

/** By name and not by number, so that a browser may add a passkey. */
async function demoSettings(port: string | undefined, dataDir: string): Promise<Settings> {
	const settings = await readSettings({
		PORT: port,
		LAMPLIGHT_DATA: dataDir,
		MAIL_FROM: 'Lamplight (a demo) <demo@example.org>'
	});
	return { ...settings, origin: `http://localhost:${settings.port}` };
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function inUse(error: unknown): never {
	if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
		throw new Refusal(`The port is in use already: ${error.message}. Name another (PORT).`);
	}
	throw error;
}

async function welcome(lamplight: Lamplight, key: string): Promise<string[]> {
	const { origin, dataDir, secret } = lamplight.settings;
	const waiting = await lamplight.pools.worker
		.selectFrom('deposit')
		.where('email', '=', depositor)
		.where('claimedAt', 'is', null)
		.select('id')
		.executeTakeFirst();
	const left = waiting && `${origin}/enter?deposit=${depositToken(secret, waiting.id)}`;
	return [
		`The demo of Lamplight is open at ${origin}`,
		'Everybody in it is made up, and every photograph is drawn. Be one of them, as often as you',
		'like while this runs; two at a time need two browsers, or a private window.',
		...parts.flatMap((part) => [
			'',
			`  ${part.who} ${part.about}:`,
			`    ${linkFor(part, origin, key)}`
		]),
		...(left
			? ['', '  Somebody left photographs one night. Their letter’s link, once:', `    ${left}`]
			: []),
		'',
		`Letters are written to ${dataDir}/mail. Ctrl-C closes; \`npm run demo -- --fresh\` begins anew.`
	];
}

type Closing = { begun: boolean; server: Server | null };

function closeOnSignal(opened: Opened): Closing {
	const closing: Closing = { begun: false, server: null };
	const close = async () => {
		if (closing.begun) return;
		closing.begun = true;
		const { server } = closing;
		if (server) {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
		}
		await opened.close();
		say('Closed.');
		process.exit(0);
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void close());
	process.on('unhandledRejection', (error) => logFault('background', error));
	return closing;
}
