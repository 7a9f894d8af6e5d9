#!/usr/bin/env node
// `node bin/with-node24.mjs COMMAND ARGS…`: runs a command with Lamplight's own Node and tools,
// installing them first where they are missing, so that any script works on a fresh clone.
import { ensureInstalled } from './install.mjs';
import { CannotStart, environment, node24 } from './prepare.mjs';
import { exitWith, run, unlessHeard } from './run.mjs';

await exitWith(() => {
	const [command, ...args] = process.argv.slice(2);
	if (!command) throw new CannotStart('Say what to run: node bin/with-node24.mjs COMMAND ARGS…');
	ensureInstalled();
	const env = environment(node24());
	return run(command, args, { env, stdio: 'inherit' }, unlessHeard);
});
