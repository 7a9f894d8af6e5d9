import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The full path of a script that runs by itself (a process or a thread of its own), by its path in the
 * checkout. The built server has its own code in `build/`, but runs these as they stand: looked for in
 * every folder above `from`, then above the working directory. Throws where it is in none of them.
 */
export function inCheckout(
	script: string,
	from = dirname(fileURLToPath(import.meta.url)),
	workingFolder = process.cwd()
): string {
	for (const folder of [...above(from), ...above(workingFolder)]) {
		const path = join(folder, script);
		if (existsSync(path)) return path;
	}
	throw new Error(`${script} is missing: it is needed, also by the built server`);
}

function above(folder: string): string[] {
	const parent = dirname(folder);
	return parent === folder ? [folder] : [folder, ...above(parent)];
}
