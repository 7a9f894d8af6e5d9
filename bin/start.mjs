#!/usr/bin/env node
// `npm start`: installs, builds, then runs Lamplight and waits for it.
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled, environment, node24, root } from './prepare.mjs';
import { exitWith, once, run } from './run.mjs';

await exitWith(() => {
	ensureInstalled();
	const node = node24();
	ensureBuilt(node);
	// A session of its own, so that Ctrl-C reaches it through us alone. The channel (ipc) tells
	// it when we are killed, so that it does not stay behind.
	/** @type {import('node:child_process').SpawnOptions} */
	const options = {
		cwd: root,
		env: environment(node),
		detached: true,
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	};
	const main = join(root, 'src', 'server', 'main.ts');
	return run(node, [main, ...process.argv.slice(2)], options, once());
});
