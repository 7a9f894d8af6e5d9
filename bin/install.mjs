// Installs what package-lock.json names, when node_modules does not hold it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart, leaveStamp, modules, quietly, readIfThere, root, say } from './prepare.mjs';

/** Runs `npm ci` when node_modules is missing or belongs to another package-lock.json. */
export function ensureInstalled() {
	const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
	const stamp = createHash('sha256').update(lock).digest('hex');
	const stampFile = join(modules, '.lamplight-installed');
	if (readIfThere(stampFile) === stamp) return;
	if (!holdsEverything(JSON.parse(lock))) install();
	leaveStamp(stampFile, stamp);
}

/**
 * @typedef {{ version?: string, integrity?: string, peer?: boolean, optional?: boolean,
 *   devOptional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Package
 */

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
		if (path === '' || !isNeeded(wanted)) return true;
		const found = installed[path];
		return found?.version === wanted.version && found?.integrity === wanted.integrity;
	});
}

/**
 * Of what is optional, the programs for this very machine are needed all the same.
 * @param {Package} wanted
 */
function isNeeded({ peer, optional, devOptional, os, cpu, libc }) {
	if (peer) return false;
	if (!optional && !devOptional) return true;
	if (!os || !cpu || libc?.includes('musl')) return false;
	return os.includes(process.platform) && cpu.includes(process.arch);
}

function install() {
	say('Installing what Lamplight needs. This takes a minute or two, once.');
	// --include=dev: NODE_ENV=production must not leave out what the build needs.
	const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
	const how = quietly();
	const preload = `--import=${new URL('as-node24.mjs', import.meta.url).href}`;
	how.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, preload].filter(Boolean).join(' ');
	// A registry may not have the programs of every other kind of machine. `npm ci` then finds the
	// lock incomplete and stops; `npm install` takes what the lock names and leaves those out.
	const exact = npm(['ci', ...options], { ...how, stdio: 'ignore' });
	const ran = exact.status === 0 ? exact : npm(['install', '--no-save', ...options], how);
	if (ran.error) throw new CannotStart(`npm could not be run: ${ran.error.message}`);
	if (ran.status !== 0) {
		throw new CannotStart('npm could not install everything; what it said stands above.');
	}
}

/**
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} how
 */
function npm(args, how) {
	const script = process.env.npm_execpath;
	return script?.endsWith('.js')
		? spawnSync(process.env.npm_node_execpath ?? process.execPath, [script, ...args], how)
		: spawnSync('npm', args, { ...how, shell: process.platform === 'win32' });
}
