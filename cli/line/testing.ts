import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const script = new URL('../lamplight.ts', import.meta.url).pathname;

/** For tests: runs the command line as a process of its own, as a host does. */
export async function runLamplight(args: string[], env: NodeJS.ProcessEnv = {}) {
	const child = spawn(process.execPath, [script, ...args], {
		env: { PATH: process.env.PATH, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	const [said, noted, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
	return { said, noted, code };
}
