// From `npm start` to the first page: on an empty data folder, and the second time.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { print, rounded } from './line.ts';
import { freePort, root } from './serving.ts';

export async function run(): Promise<void> {
	const dataDir = await mkdtemp(join(tmpdir(), 'lamplight-start-'));
	try {
		await firstPage(dataDir); // builds, where the sources have changed since
		await rm(dataDir, { recursive: true, force: true });
		const first = await firstPage(dataDir);
		print({ name: 'start-first', value: first, unit: 'ms to the first page, built already' });
		print({ name: 'start-second', value: await firstPage(dataDir), unit: 'ms to the first page' });
	} finally {
		await rm(dataDir, { recursive: true, force: true });
	}
}

/** Runs `npm start` until the front page answers, stops it, and gives the milliseconds it took. */
async function firstPage(dataDir: string): Promise<number> {
	const port = await freePort();
	const began = performance.now();
	const child = spawn('npm', ['start'], {
		cwd: root,
		env: { ...process.env, PORT: String(port), LAMPLIGHT_DATA: dataDir },
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const giveUp = began + 180_000;
	while (performance.now() < giveUp) {
		const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
		if (answer?.ok) break;
		if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}.`);
		await wait(25);
	}
	const took = performance.now() - began;
	child.kill('SIGTERM');
	await ended;
	return rounded(took, 0);
}
