// Builds the site when its sources have changed since the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CannotStart, environment, leaveStamp, readIfThere, root, say } from './prepare.mjs';

// Everything that a build reads, apart from what package-lock.json stands for.
const SOURCES = [
	'src',
	'static',
	'messages',
	'project.inlang/settings.json',
	'package.json',
	'package-lock.json',
	'vite.config.ts',
	'tsconfig.json'
];

/**
 * Runs `vite build` unless `build/` carries the stamp of the sources as they are.
 * @param {string} node
 */
export function ensureBuilt(node) {
	const stampFile = join(root, 'build', '.lamplight-built');
	const stamp = stampOfSources();
	if (readIfThere(stampFile) === stamp) return;
	say('Building the site. This takes about half a minute, once.');
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
	const ran = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], {
		cwd: root,
		env: environment(node),
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024
	});
	if (ran.status !== 0) {
		say(`${ran.stdout ?? ''}${ran.stderr ?? ''}${ran.error?.message ?? ''}`);
		throw new CannotStart('The site could not be built; what went wrong stands above.');
	}
	leaveStamp(stampFile, stamp);
}

/** A hash over names and contents: exact, and quicker than asking a tool (some 30 ms). */
export function stampOfSources() {
	const hash = createHash('sha256');
	for (const source of SOURCES) {
		for (const file of filesBelow(source)) {
			const bytes = readFileSync(join(root, file));
			hash.update(`${file}\0${bytes.length}\0`).update(bytes);
		}
	}
	return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
	const full = join(root, path);
	if (!existsSync(full)) return [];
	if (statSync(full).isFile()) return isSource(path) ? [path] : [];
	return readdirSync(full)
		.sort()
		.flatMap((name) => filesBelow(`${path}/${name}`));
}

/**
 * Tests are not built, and neither is what the build itself generates from the messages.
 * @param {string} path
 */
function isSource(path) {
	return !path.endsWith('.test.ts') && !path.startsWith('src/lib/paraglide/');
}
