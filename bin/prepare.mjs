// Makes a fresh clone ready to run, with nothing but the machine's own Node and npm.
// Plain JavaScript for Node 18 and later, and only what Node itself brings: it runs before
// anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const lockFile = join(root, 'package-lock.json');
const stampFile = join(modules, '.lamplight-installed');

/** What stops the start, as a sentence for the person who started it. */
export class CannotStart extends Error {}

/**
 * One calm line for the person at the terminal.
 * @param {string} line
 */
export function say(line) {
	process.stderr.write(`${line}\n`);
}

/** Runs `npm ci` when node_modules is missing or belongs to another package-lock.json. */
export function ensureInstalled() {
	const lock = readFileSync(lockFile, 'utf8');
	const stamp = createHash('sha256').update(lock).digest('hex');
	if (readIfThere(stampFile) === stamp) return;
	if (!holdsEverything(JSON.parse(lock))) install();
	leaveStamp(stampFile, stamp);
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

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} Package */

/**
 * Somebody may have run `npm ci` themselves: npm leaves a list of what it installed.
 * @param {{ packages: Record<string, Package> }} lock
 */
function holdsEverything(lock) {
	const list = readIfThere(join(modules, '.package-lock.json'));
	if (list === null) return false;
	/** @type {Record<string, Package>} */
	const installed = JSON.parse(list).packages;
	return Object.entries(lock.packages).every(([path, wanted]) => {
		if (path === '' || wanted.optional || wanted.devOptional || wanted.peer) return true;
		const found = installed[path];
		return found?.version === wanted.version && found?.integrity === wanted.integrity;
	});
}

function install() {
	say('Installing what Lamplight needs. This takes a minute or two, once.');
	// --include=dev: NODE_ENV=production must not leave out what the build needs.
	const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
	const npm = process.env.npm_execpath;
	// The Node that runs npm, and not one in node_modules, which npm is about to empty.
	const ran = npm?.endsWith('.js')
		? spawnSync(process.env.npm_node_execpath ?? process.execPath, [npm, ...args], quietly())
		: spawnSync('npm', args, { ...quietly(), shell: process.platform === 'win32' });
	if (ran.error) throw new CannotStart(`npm could not be run: ${ran.error.message}`);
	if (ran.status !== 0) {
		throw new CannotStart('npm could not install everything; what it said stands above.');
	}
}

function quietly() {
	const path = searchPath().filter((folder) => !folder.startsWith(modules));
	return {
		cwd: root,
		env: { ...process.env, PATH: path.join(delimiter) },
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
