import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

/** A port on loopback that nothing listens on now. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

export type Serving = { child: ChildProcess; origin: string; stop(): Promise<void> };

/** Starts a program that says "open at" once it serves; resolves then. `ipc`: with a channel to it;
 * `detached`: in a session of its own. */
export async function serve(
	command: string[],
	port: number,
	env: NodeJS.ProcessEnv,
	{ ipc = false, detached = false } = {}
): Promise<Serving> {
	const [program = process.execPath, ...args] = command;
	const child = spawn(program, args, {
		cwd: root,
		detached,
		env: { ...process.env, PORT: String(port), ...env },
		stdio: ['ignore', 'pipe', 'inherit', ...(ipc ? ['ipc' as const] : [])]
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	await new Promise<void>((resolve, reject) => {
		let said = '';
		child.stdout?.on('data', (chunk: Buffer) => {
			said += chunk.toString();
			if (said.includes('open at')) resolve();
		});
		child.once('exit', (code) => reject(new Error(`It ended with ${code} and said: ${said}`)));
	});
	return {
		child,
		origin: `http://127.0.0.1:${port}`,
		async stop() {
			child.kill('SIGTERM');
			await ended;
		}
	};
}
