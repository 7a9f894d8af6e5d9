#!/usr/bin/env node
// `npm start`: installs, builds, then runs Lamplight and waits for it.
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { nodeOptions } from './nodeOptions.mjs';
import { environment, node24, root } from './prepare.mjs';
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
	stopWithNpm();
	const main = join(root, 'src', 'server', 'main.ts');
	return run(node, [...nodeOptions, main, ...process.argv.slice(2)], options, once());
});

// npm passes on SIGINT and SIGTERM; when it is killed outright, nobody does.
function stopWithNpm() {
	if (!process.env.npm_lifecycle_event) return;
	const npm = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === npm) return;
		clearInterval(watch);
		process.emit('SIGTERM');
	}, 200).unref();
}
