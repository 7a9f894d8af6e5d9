// Makes a fresh clone ready to run, with nothing but the machine's own Node and npm.
// Plain JavaScript for Node 18 and later, and only what Node itself brings: it runs before
// anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const modules = join(root, 'node_modules');

/** What stops the start, as a sentence for the person who started it. */
export class CannotStart extends Error {}

/**
 * One calm line for the person at the terminal.
 * @param {string} line
 */
export function say(line) {
	process.stderr.write(`${line}\n`);
}

/**
 * Leaves a stamp; a folder that somebody else installed and we may only read does without.
 * @param {string} file
 * @param {string} stamp
 */
export function leaveStamp(file, stamp) {
	try {
		writeFileSync(file, stamp);
	} catch (error) {
		const { code } = /** @type {NodeJS.ErrnoException} */ (error);
		if (!['EACCES', 'EPERM', 'EROFS'].includes(String(code))) throw error;
	}
}

/**
 * The text of a file, or null where there is none.
 * @param {string} file
 */
export function readIfThere(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return null;
	}
}

/**
 * How npm is run: with the machine's own Node first on the path, and not one in node_modules,
 * which npm may be about to empty; only what went wrong is shown.
 */
export function quietly() {
	const path = searchPath().filter((folder) => !folder.startsWith(modules));
	return {
		cwd: root,
		env: /** @type {NodeJS.ProcessEnv} */ ({ ...process.env, PATH: path.join(delimiter) }),
		stdio: /** @type {import('node:child_process').StdioOptions} */ ([
			'ignore',
			'ignore',
			'inherit'
		])
	};
}

function searchPath() {
	return (process.env.PATH ?? '').split(delimiter);
}

/** The Node that Lamplight runs on: 24, from the npm package `node`, or the machine's own. */
export function node24() {
	const brought = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (existsSync(brought)) return brought;
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	// npm was told to run no install scripts; this is the one that fetches Node.
	say('Getting Node 24, once.');
	spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
		...quietly(),
		cwd: join(modules, 'node')
	});
	if (existsSync(brought)) return brought;
	throw new CannotStart(
		`Lamplight runs on Node 24; this is ${process.version}, and npm could not bring a newer one. ` +
			'Install Node 24 and start again.'
	);
}

/**
 * The environment in which `node` and the tools of node_modules are Lamplight's own.
 * @param {string} node
 */
export function environment(node) {
	const path = [dirname(node), join(modules, '.bin'), ...searchPath()];
	return { ...process.env, PATH: path.join(delimiter) };
}
