import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lastInLine, ownSession } from '../lastInLine.ts';
import { CannotBeShown } from '../pictures/cannotShow.ts';
import { hasCrashed } from '../pictures/lost.ts';
import { residentBytes } from '../pictures/residentBytes.ts';

/** The program died, or was stopped with us. Trying again may well succeed. */
export class ProgramLost extends Error {
	override name = 'ProgramLost';
	readonly retryable = true;
	/** It fell by itself; else something ended it from outside. */
	readonly crashed: boolean;

	constructor(
		message: string,
		{ crashed = false, ...options }: { crashed?: boolean } & ErrorOptions = {}
	) {
		super(message, options);
		this.crashed = crashed;
	}
}

/** The program ended by saying that it cannot; `message` is its last words. */
export class ProgramFailed extends Error {
	override name = 'ProgramFailed';
}

export interface RunLimits {
	timeMs: number;
	memoryBytes: number;
	outputBytes: number;
	stop: AbortSignal;
	/** Called with each line of its output; without it, the output is what `run` gives. */
	onLine?: (line: string) => void;
}

const watchEveryMs = 100;
const mostOutput = 4_000_000;
const setpriv = '/usr/bin/setpriv';
const prlimit = '/usr/bin/prlimit';
/** What a process sets aside without using it. */
const reservedBytes = 1_000_000_000;

/**
 * Runs a program to its end in a process of its own, with limits, last in line for the processor, and
 * with nothing of our environment; gives what it wrote. It dies with us, however we die. Throws
 * `CannotBeShown` where it took too much, `ProgramFailed`, or `ProgramLost`.
 */
export function run(program: string, args: string[], limits: RunLimits): Promise<string> {
	const command = [...guards(limits), program, ...args];
	const child = spawn(command[0] ?? program, command.slice(1), {
		...ownSession,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { PATH: process.env.PATH, LC_ALL: 'C' }
	});
	lastInLine(child.pid);
	return untilItsEnd(child, limits);
}

function guards({ memoryBytes, outputBytes }: RunLimits): string[] {
	const bounds = [`--data=${memoryBytes + reservedBytes}`, `--fsize=${outputBytes}`, '--core=0'];
	return [
		...(existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL'] : []),
		...(existsSync(prlimit) ? [prlimit, ...bounds] : [])
	];
}

function untilItsEnd(child: ChildProcess, limits: RunLimits): Promise<string> {
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	let output = '';
	let lastWords = '';
	const kill = (why: Error) => {
		reject(why);
		child.kill('SIGKILL');
	};
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		output += text;
		if (limits.onLine) {
			const lines = output.split('\n');
			output = lines.pop() ?? '';
			for (const line of lines) limits.onLine(line);
		} else if (output.length > mostOutput) kill(new CannotBeShown('too_large'));
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		lastWords = (lastWords + text).slice(-2000);
	});
	child.on('error', (cause) => reject(new ProgramLost('could not be started', { cause })));
	child.on('close', (code, signal) => {
		if (code === 0) resolve(output);
		else if (signal === 'SIGXFSZ') reject(new CannotBeShown('too_large'));
		else if (code === null) {
			reject(new ProgramLost(`lost to ${signal}`, { crashed: hasCrashed(code, signal) }));
		} else reject(new ProgramFailed(lastWords.trim().replaceAll('\n', ' | ')));
	});
	const timer = setTimeout(() => kill(new CannotBeShown('too_slow')), limits.timeMs);
	const watch = setInterval(() => {
		if (residentBytes(child.pid) > limits.memoryBytes) kill(new CannotBeShown('too_large'));
	}, watchEveryMs);
	const onStop = () => kill(new ProgramLost('stopped'));
	limits.stop.addEventListener('abort', onStop);
	if (limits.stop.aborted) onStop();
	return promise.finally(() => {
		clearTimeout(timer);
		clearInterval(watch);
		limits.stop.removeEventListener('abort', onStop);
	});
}
