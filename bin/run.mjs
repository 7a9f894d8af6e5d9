// Runs one child to its end and passes signals on.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CannotStart, say } from './prepare.mjs';

// Ctrl-C reaches us from the terminal and a second time from npm: that is one wish, not two.
const ONE_WISH_MS = 1000;
/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/**
 * Starts the child, passes on what `forwards` says, and resolves with its exit code
 * (128 + the signal's number when a signal ended it, as a shell would say it).
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {(child: ChildProcess, signal: NodeJS.Signals) => () => void} forwards
 * @returns {Promise<number>}
 */
export function run(command, args, options, forwards) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, options);
		for (const signal of SIGNALS) process.on(signal, forwards(child, signal));
		child.on('error', (error) =>
			reject(new CannotStart(`${command} could not be run: ${error.message}`))
		);
		child.on('exit', (code, signal) =>
			resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
		);
	});
}

/** For a child in a session of its own: it hears of a wish to stop from us alone, and once. */
export function once() {
	let heardAt = -Infinity;
	/** @type {(child: ChildProcess, signal: NodeJS.Signals) => () => void} */
	return (child, signal) => () => {
		const now = performance.now();
		if (now - heardAt < ONE_WISH_MS) return;
		heardAt = now;
		child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
	};
}

/**
 * For a child beside us at the terminal, which hears Ctrl-C by itself.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function unlessHeard(child, signal) {
	return () => {
		if (signal === 'SIGINT' && process.stdin.isTTY) return;
		child.kill(signal);
	};
}

/**
 * Exits with the code that `work` gives; what stops it is said in a sentence.
 * @param {() => Promise<number>} work
 */
export async function exitWith(work) {
	try {
		process.exitCode = await work();
	} catch (error) {
		if (!(error instanceof CannotStart)) throw error;
		say(error.message);
		process.exitCode = 1;
	}
}
