import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeOptions } from '../../bin/nodeOptions.mjs';

/** A real Lamplight, as a host runs it: its own process, its own Postgres, a folder of its own. */
export type Running = {
	origin: string;
	dataDir: string;
	/** The one-time link for the first host, as the terminal showed it. */
	hostLink: string;
	/** The process itself, to be killed. */
	process: ChildProcess;
	/** Ends it as a power cut would end it; Postgres is left running, as it would be after kill -9. */
	kill(): Promise<void>;
	/** Starts it again on the same data, perhaps in other surroundings. */
	start(env?: NodeJS.ProcessEnv): Promise<void>;
	/** Stops it cleanly; its data stays. */
	stop(): Promise<void>;
	/** Stops it cleanly and removes its data. */
	close(): Promise<void>;
};

const root = join(import.meta.dirname, '../..');

/** A test that fails does not close its site: it ends with the process that ran the test. */
const open = new Set<ChildProcess>();
process.once('exit', () => {
	for (const child of open) child.kill('SIGTERM');
});

/** The surroundings of a Lamplight whose clock was set to this moment when it started. */
export function atTime(moment: string): NodeJS.ProcessEnv {
	const clock = new URL('clock.ts', import.meta.url).href;
	return { NODE_OPTIONS: `--import ${clock}`, CLOCK_SET_TO: moment };
}

/** Where its data folder is made, and where what it says of faults goes (a file descriptor). */
type Where = { within?: string; faults?: number };

/** Starts a Lamplight on an empty folder. The pages must have been built. */
export async function startLamplight(
	env: NodeJS.ProcessEnv = {},
	{ within = tmpdir(), faults }: Where = {}
): Promise<Running> {
	const dataDir = await mkdtemp(join(within, 'lamplight-e2e-'));
	const port = await freePort();
	const running: Running = {
		origin: `http://localhost:${port}`,
		dataDir,
		hostLink: '',
		process: undefined as never,
		async kill() {
			const ended = exit(running.process);
			running.process.kill('SIGKILL');
			await ended;
		},
		async stop() {
			const ended = exit(running.process);
			running.process.kill('SIGTERM');
			await ended;
		},
		async start(other = {}) {
			const origin = running.origin;
			running.process = spawn(process.execPath, [...nodeOptions, 'src/server/main.ts'], {
				cwd: root,
				env: {
					...process.env,
					NODE_ENV: 'production',
					...env,
					...other,
					PORT: String(port),
					LAMPLIGHT_DATA: dataDir,
					ORIGIN: origin
				},
				stdio: ['ignore', 'pipe', faults ?? 'inherit']
			});
			const child = running.process;
			open.add(child);
			child.once('exit', () => open.delete(child));
			running.hostLink = (await opened(child)) || running.hostLink;
		},
		async close() {
			await running.stop();
			await rm(dataDir, { recursive: true, force: true });
		}
	};
	await running.start();
	return running;
}

function exit(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Waits until it says that it is open; gives the host's link where there is one. */
function opened(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let said = '';
		child.stdout?.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			const link = /https?:\/\/\S+\/invitation\/\S+/.exec(said)?.[0];
			if (link) resolve(link);
			else if (said.includes('Lamplight is open') && !said.includes('no host yet')) resolve('');
		});
		child.once('exit', (code) => reject(new Error(`It ended with ${code} and said: ${said}`)));
	});
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
