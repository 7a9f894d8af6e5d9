// `npm run demo`: a world of made-up families, in a folder of its own. `-- --fresh`: made anew.
import { ensureBuilt } from '../bin/build.mjs';
import { CannotStart } from '../bin/prepare.mjs';

try {
	// Built first: what it imports is made by the build.
	ensureBuilt(process.execPath);
	const { runDemo } = await import('./demo/run.ts');
	await runDemo(process.argv.slice(2), process.env);
} catch (error) {
	const said = error instanceof CannotStart || (error instanceof Error && error.name === 'Refusal');
	if (!said) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
